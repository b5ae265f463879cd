import { type Entities, joined, type RowOf } from "../../runtime/entities";
import type { RestaurantContract } from "./contract";
import type { RestaurantStore, SubmittedOrder } from "./model";

/** Keys of the table: a restaurant's menu under its id, all that is known of an order under the order's. */
export const keys = {
	menuItem: (restaurantId: string, itemId: string) => ({
		pk: restaurantId,
		sk: joined("menu-item", itemId),
	}),
	order: (orderId: string) => ({ pk: orderId, sk: "order" }),
	acceptance: (orderId: string) => ({ pk: orderId, sk: "acceptance" }),
};

/** Orders are listed by restaurant, in the order of submission. */
export const orderData = (order: {
	restaurantId: string;
	submittedAt: string;
}) => joined(order.restaurantId, order.submittedAt);

export function connector(
	entities: Entities<RestaurantContract>,
): RestaurantStore {
	return {
		menuItem: (restaurantId, itemId) =>
			entities.get("menu-item", keys.menuItem(restaurantId, itemId)),
		menu: (restaurantId, cursor) =>
			entities.under(
				"menu-item",
				{ pk: restaurantId, skPrefix: joined("menu-item", "") },
				{ cursor },
			),
		async putMenuItem(item) {
			const key = keys.menuItem(item.restaurantId, item.itemId);
			await entities.put("menu-item", { ...key, ...item });
		},
		removeMenuItem: (restaurantId, itemId) =>
			entities.remove("menu-item", keys.menuItem(restaurantId, itemId)),
		async order(orderId) {
			const row = await entities.get("order", keys.order(orderId));
			return row && toOrder(row);
		},
		async orders(restaurantId, cursor) {
			const page = await entities.list(
				"order",
				{ dataPrefix: joined(restaurantId, ""), descending: true },
				{ cursor },
			);
			return { ...page, items: page.items.map(toOrder) };
		},
		async accepted(orderIds) {
			const rows = await entities.getMany(
				"acceptance",
				orderIds.map(keys.acceptance),
			);
			return new Set(rows.map(({ pk }) => pk));
		},
		async accept(orderId, restaurantId) {
			await entities.update(
				"acceptance",
				keys.acceptance(orderId),
				(current) => (current ? undefined : { restaurantId }),
			);
		},
	};
}

function toOrder(row: RowOf<RestaurantContract, "order">): SubmittedOrder {
	return { ...row, orderId: row.pk };
}
