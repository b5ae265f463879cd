import { listener } from "../../runtime/listener";
import { keys } from "./connector";
import { delivery } from "./contract";

export const handler = listener(delivery, {
	"keep-orders": ({ timestamp, order: { orderId, restaurantId } }) => {
		const readyAt = new Date(timestamp).toISOString();
		return {
			...keys.order(orderId),
			data: readyAt,
			restaurantId,
			readyAt,
		};
	},
});
