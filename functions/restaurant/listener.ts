import { listener } from "../../runtime/listener";
import { keys, orderData } from "./connector";
import { restaurant } from "./contract";

export const handler = listener(restaurant, {
	"keep-orders": ({ order: { orderId, ...order } }) => ({
		...keys.order(orderId),
		data: orderData(order),
		...order,
	}),
});
