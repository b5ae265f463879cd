import { listener } from "bulkhead/runtime/listener";
import { keys } from "./connector";
import { loyalty } from "./contract";

export const handler = listener(loyalty, {
	"keep-orders": ({ order: { orderId, total } }) => ({
		...keys.order(orderId),
		amount: total.amount,
	}),
});
