import type { Heard } from "./heard";
import type { Order } from "./order";
import { has } from "./views";

/** What the bus should have said of an order. */
const typesOf = (order: Order) => [
	"order-submitted",
	...(has(order, "accepted") ? ["order-accepted"] : []),
	...(has(order, "picked-up") ? ["delivery-picked-up"] : []),
	...(has(order, "delivered") ? ["delivery-completed"] : []),
];

/** Each change of an order is one event, however often it was published, and in whatever region. */
export function wrongEvents(heard: Heard, orders: readonly Order[]): string[] {
	const idsOf = new Map<string, string[]>();
	for (const { id, type, partitionKey } of heard.all()) {
		const key = `${type} ${partitionKey}`;
		idsOf.set(key, [...(idsOf.get(key) ?? []), id]);
	}
	const expected = new Set<string>();
	const wrong = orders.flatMap((order) =>
		typesOf(order).flatMap((type) => {
			const key = `${type} ${order.orderId}`;
			expected.add(key);
			const { length } = idsOf.get(key) ?? [];
			return length === 1 ? [] : [`${key} has ${length} ids`];
		}),
	);
	const others = [...idsOf.keys()].filter(
		(key) => !key.startsWith("menu-item") && !expected.has(key),
	);
	return [
		...wrong,
		...others.map((key) => `${key} should not be`),
		...heard.changed.map(
			({ id, type }) => `${type} ${id} came with two different contents`,
		),
	];
}
