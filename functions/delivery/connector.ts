import type { Entities, RowOf } from "../../runtime/entities";
import type { DeliveryContract } from "./contract";
import type { DeliveryStore } from "./model";

/** Keys of the table: all that is known of an order under its id. */
export const keys = {
	order: (orderId: string) => ({ pk: orderId, sk: "order" }),
	delivery: (orderId: string) => ({ pk: orderId, sk: "delivery" }),
};

export function connector(entities: Entities<DeliveryContract>): DeliveryStore {
	return {
		async order(orderId) {
			const row = await entities.get("order", keys.order(orderId));
			return row && { ...row, orderId };
		},
		async orders(cursor) {
			const page = await entities.list("order", { dataPrefix: "" }, { cursor });
			return {
				...page,
				items: page.items.map((row) => ({ ...row, orderId: row.pk })),
			};
		},
		async deliveries(orderIds) {
			const rows = await entities.getMany(
				"delivery",
				orderIds.map(keys.delivery),
			);
			return rows.map(toDelivery);
		},
		async change(orderId, change) {
			let latest: ReturnType<typeof change> | undefined;
			await entities.update("delivery", keys.delivery(orderId), (row) => {
				const current = row && toDelivery(row);
				latest = change(current);
				return latest.status === current?.status ? undefined : latest;
			});
			// The function has run at least once.
			return latest ?? change(undefined);
		},
	};
}

function toDelivery(row: RowOf<DeliveryContract, "delivery">) {
	return { orderId: row.pk, driverId: row.driverId, status: row.status };
}
