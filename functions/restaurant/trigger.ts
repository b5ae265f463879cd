import { trigger } from "../../runtime/trigger";
import { restaurant } from "./contract";

export const handler = trigger(restaurant, {
	"menu-item-created": ({ row }) => ({ menuItem: row }),
	"menu-item-updated": ({ row }) => ({ menuItem: row }),
	"menu-item-deleted": ({ row }) => ({ menuItem: row }),
	"order-accepted": ({ row: { pk, restaurantId } }) => ({
		order: { orderId: pk, restaurantId },
	}),
});
