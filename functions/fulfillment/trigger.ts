import { trigger } from "../../runtime/trigger";
import { fulfillment } from "./contract";
import { fateOf } from "./model";

export const handler = trigger(fulfillment, {
	"decide-fate": ({ key: orderId, events, due }) => {
		const has = (type: (typeof events)[number]["type"]) =>
			events.some((event) => event.type === type);
		const fate = fateOf(
			{
				submitted: events.find((event) => event.type === "order-submitted")
					?.order,
				isAccepted: has("order-accepted"),
				isCancelled: has("order-cancelled"),
				isAuthorized: has("payment-authorized"),
				isDeclined: has("payment-declined"),
			},
			due,
		);
		switch (fate?.kind) {
			case "ready":
				return { "order-ready": { order: fate.order } };
			case "expired":
				return {
					"order-expired": { order: { orderId } },
					"payment-void-requested": { payment: { orderId } },
				};
			case "void":
				return { "payment-void-requested": { payment: { orderId } } };
			default:
				return undefined;
		}
	},
});
