import { listener } from "../../runtime/listener";
import { keys } from "./connector";
import { customer } from "./contract";

export const handler = listener(customer, {
	"keep-menus": (event) =>
		event.type === "menu-item-deleted"
			? { ...keys.menuItem(event.menuItem), deleted: true }
			: { ...keys.menuItem(event.menuItem), ...event.menuItem },
	"keep-acceptances": ({ order, timestamp }) => ({
		...keys.acceptance(order.orderId),
		acceptedAt: new Date(timestamp).toISOString(),
	}),
	"keep-readiness": ({ order, timestamp }) => ({
		...keys.readiness(order.orderId),
		readyAt: new Date(timestamp).toISOString(),
	}),
	"keep-expiries": ({ order, timestamp }) => ({
		...keys.expiry(order.orderId),
		expiredAt: new Date(timestamp).toISOString(),
	}),
	"keep-declines": ({ payment, timestamp }) => ({
		...keys.decline(payment.orderId),
		declinedAt: new Date(timestamp).toISOString(),
	}),
	"keep-deliveries": ({ type, delivery }) => ({
		...keys.delivery(delivery.orderId),
		status: type === "delivery-completed" ? "delivered" : "picked-up",
	}),
});
