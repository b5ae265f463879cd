import { type Entities, joined } from "bulkhead/runtime/entities";
import type { LoyaltyContract } from "./contract";
import type { LoyaltyStore } from "./model";

/** Keys of the table: all that is known of an order under its id. */
export const keys = {
	order: (orderId: string) => ({ pk: orderId, sk: "order" }),
	points: (orderId: string) => ({ pk: orderId, sk: "points" }),
};

export function connector(entities: Entities<LoyaltyContract>): LoyaltyStore {
	return {
		async amount(orderId) {
			return (await entities.get("order", keys.order(orderId)))?.amount;
		},
		async collect({ orderId, customerId, points }) {
			const row = await entities.create("points", {
				...keys.points(orderId),
				data: joined(customerId, orderId),
				customerId,
				points,
			});
			return { orderId, customerId: row.customerId, points: row.points };
		},
		async collected(customerId, cursor) {
			const page = await entities.list(
				"points",
				{ dataPrefix: joined(customerId, "") },
				{ cursor },
			);
			return {
				...page,
				items: page.items.map(({ pk, points }) => ({ orderId: pk, points })),
			};
		},
	};
}
