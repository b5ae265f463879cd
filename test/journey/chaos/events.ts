import stringify from "safe-stable-stringify";
import type { Fate } from "./fate";
import type { Heard } from "./heard";

/** What the bus should have said of an order. */
const typesOf = ({ ready, expired, book, ...fate }: Fate) => [
	"order-submitted",
	...(fate.accepted ? ["order-accepted"] : []),
	...(fate.cancelled ? ["order-cancelled"] : []),
	...(book.authorized > 0 ? ["payment-authorized"] : []),
	...(book.declined ? ["payment-declined"] : []),
	...(ready ? ["order-ready"] : ["payment-void-requested", "payment-voided"]),
	...(expired ? ["order-expired"] : []),
	...(fate.delivery ? ["delivery-picked-up"] : []),
	...(fate.delivery === "completed" ? ["delivery-completed"] : []),
];

/** Events of something else than an order. */
const others = /^(menu-item-|settlement-)/;

/** Each change of an order is one event, however often it was published, and in whatever region. */
export function wrongEvents(heard: Heard, fates: readonly Fate[]): string[] {
	const idsOf = new Map<string, string[]>();
	for (const { id, type, partitionKey } of heard.all()) {
		const key = `${type} ${partitionKey}`;
		idsOf.set(key, [...(idsOf.get(key) ?? []), id]);
	}
	const expected = new Set<string>();
	const wrong = fates.flatMap((fate) =>
		typesOf(fate).flatMap((type) => {
			const key = `${type} ${fate.orderId}`;
			expected.add(key);
			const { length } = idsOf.get(key) ?? [];
			return length === 1 ? [] : [`${key} has ${length} ids`];
		}),
	);
	const strangers = [...idsOf.keys()].filter(
		(key) => !others.test(key) && !expected.has(key),
	);
	return [
		...wrong,
		...strangers.map((key) => `${key} should not be`),
		...heard.changed
			.filter((event) => !isDoneAgain(event))
			.map(
				({ id, type, before, content }) =>
					`${type} ${id} came with two different contents: ${before} and ${content}`,
			),
	];
}

/**
 * A menu's item is put without a key. Where the answer of that write was lost, and another one came between, the change is
 * done again: the same, at a later time.
 */
function isDoneAgain({ type, before, content }: Heard["changed"][number]) {
	const [then, now] = [before, content].map((text) => {
		const { timestamp: _, ...rest } = JSON.parse(text);
		return stringify(rest);
	});
	return type.startsWith("menu-item-") && then === now;
}
