import { listener } from "../../runtime/listener";
import { keys, orderData } from "./connector";
import { restaurant } from "./contract";

export const handler = listener(restaurant, {
	"keep-orders": ({ order: { orderId, ...order } }) => ({
		...keys.order(orderId),
		data: orderData(order),
		...order,
	}),
	"keep-readiness": ({ order, timestamp }) => ({
		...keys.readiness(order.orderId),
		readyAt: new Date(timestamp).toISOString(),
	}),
	"keep-cancellations": (event) =>
		event.type === "payment-declined"
			? { ...keys.cancellation(event.payment.orderId), reason: "declined" }
			: {
					...keys.cancellation(event.order.orderId),
					reason: event.type === "order-expired" ? "expired" : "cancelled",
				},
	"keep-settlements": ({ settlement: { restaurantId, ...settlement } }) => ({
		...keys.settlement(restaurantId, settlement.day, settlement.total.currency),
		...settlement,
	}),
});
