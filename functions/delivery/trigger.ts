import { trigger } from "../../runtime/trigger";
import { deliveryService } from "./contract";

export const handler = trigger(deliveryService, {
	"delivery-picked-up": ({ row }) => ({ delivery: { orderId: row.pk } }),
	"delivery-completed": ({ row }) => ({ delivery: { orderId: row.pk } }),
});
