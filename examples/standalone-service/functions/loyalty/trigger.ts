import { trigger } from "bulkhead/runtime/trigger";
import { loyalty } from "./contract";

export const handler = trigger(loyalty, {
	"points-earned": ({ row: { pk, customerId, points } }) => ({
		earned: { orderId: pk, customerId, points },
	}),
});
