import { listener } from "../../runtime/listener";
import { fulfillment } from "./contract";

export const handler = listener(fulfillment, {
	"decide-fate": (event) =>
		"payment" in event ? event.payment.orderId : event.order.orderId,
});
