import { trigger } from "../../runtime/trigger";
import { customer } from "./contract";

export const handler = trigger(customer, {
	"order-submitted": ({ row: { pk, ...order } }) => ({
		order: { ...order, orderId: pk },
	}),
	"order-cancelled": ({ row: { pk } }) => ({ order: { orderId: pk } }),
});
