import {
	type Entities,
	joined,
	type Key,
	type RowOf,
} from "../../runtime/entities";
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
	readiness: (orderId: string) => ({ pk: orderId, sk: "readiness" }),
	cancellation: (orderId: string) => ({ pk: orderId, sk: "cancellation" }),
	settlement: (restaurantId: string, day: string, currency: string) => ({
		pk: restaurantId,
		sk: joined("settlement", day, currency),
	}),
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
		async news(orderIds) {
			const of = (key: (orderId: string) => Key) => orderIds.map(key);
			const [acceptances, readinesses, cancellations] = await Promise.all([
				entities.getMany("acceptance", of(keys.acceptance)),
				entities.getMany("readiness", of(keys.readiness)),
				entities.getMany("cancellation", of(keys.cancellation)),
			]);
			const has = (rows: readonly Key[], orderId: string) =>
				rows.some(({ pk }) => pk === orderId);
			return (orderId) => ({
				isAccepted: has(acceptances, orderId),
				isReady: has(readinesses, orderId),
				isCancelled: has(cancellations, orderId),
			});
		},
		async accept(orderId, restaurantId) {
			await entities.update(
				"acceptance",
				keys.acceptance(orderId),
				(current) => (current ? undefined : { restaurantId }),
			);
		},
		settlements: (restaurantId, cursor) =>
			entities.under(
				"settlement",
				{ pk: restaurantId, skPrefix: joined("settlement", "") },
				{ cursor },
			),
	};
}

function toOrder(row: RowOf<RestaurantContract, "order">): SubmittedOrder {
	return { ...row, orderId: row.pk };
}
