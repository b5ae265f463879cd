import { trigger } from "../../runtime/trigger";
import { delivery } from "./contract";

export const handler = trigger(delivery, {
	"delivery-picked-up": ({ row }) => ({ delivery: { orderId: row.pk } }),
	"delivery-completed": ({ row }) => ({ delivery: { orderId: row.pk } }),
});
