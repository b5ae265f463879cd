import { type Entities, joined } from "../../runtime/entities";
import type { CustomerContract } from "./contract";
import type { CustomerStore } from "./model";

/** Keys of the table: a menu under its restaurant, all that is known of an order under its id. */
export const keys = {
	menuItem: (item: { restaurantId: string; itemId: string }) => ({
		pk: item.restaurantId,
		sk: joined("menu-item", item.itemId),
	}),
	order: (orderId: string) => ({ pk: orderId, sk: "order" }),
	acceptance: (orderId: string) => ({ pk: orderId, sk: "acceptance" }),
	cancellation: (orderId: string) => ({ pk: orderId, sk: "cancellation" }),
	readiness: (orderId: string) => ({ pk: orderId, sk: "readiness" }),
	expiry: (orderId: string) => ({ pk: orderId, sk: "expiry" }),
	decline: (orderId: string) => ({ pk: orderId, sk: "decline" }),
	delivery: (orderId: string) => ({ pk: orderId, sk: "delivery" }),
};

export function connector(entities: Entities<CustomerContract>): CustomerStore {
	return {
		menu: (restaurantId, cursor) =>
			entities.under(
				"menu-item",
				{ pk: restaurantId, skPrefix: joined("menu-item", "") },
				{ cursor },
			),
		menuItems: (restaurantId, itemIds) =>
			entities.getMany(
				"menu-item",
				itemIds.map((itemId) => keys.menuItem({ restaurantId, itemId })),
			),
		async submit({ orderId, ...order }) {
			const row = await entities.create("order", {
				...keys.order(orderId),
				data: joined(order.customerId, order.submittedAt),
				...order,
			});
			return { ...row, orderId };
		},
		async order(orderId) {
			const known = await entities.together(orderId);
			const order = known.first("order");
			return (
				order && {
					order: { ...order, orderId },
					isAccepted: known.first("acceptance") !== undefined,
					isReady: known.first("readiness") !== undefined,
					isDeclined: known.first("decline") !== undefined,
					isExpired: known.first("expiry") !== undefined,
					isCancelled: known.first("cancellation") !== undefined,
					delivery: known.first("delivery")?.status,
				}
			);
		},
		async cancel(orderId) {
			await entities.update(
				"cancellation",
				keys.cancellation(orderId),
				(current) => (current ? undefined : {}),
			);
		},
		async orders(customerId, cursor) {
			const page = await entities.list(
				"order",
				{ dataPrefix: joined(customerId, ""), descending: true },
				{ cursor },
			);
			return {
				...page,
				items: page.items.map((row) => ({ ...row, orderId: row.pk })),
			};
		},
	};
}
