import { listener } from "../../runtime/listener";
import { keys } from "./connector";
import { deliveryService } from "./contract";

export const handler = listener(deliveryService, {
	"keep-orders": ({ timestamp, order: { orderId, restaurantId } }) => {
		const acceptedAt = new Date(timestamp).toISOString();
		return {
			...keys.order(orderId),
			data: acceptedAt,
			restaurantId,
			acceptedAt,
		};
	},
});
