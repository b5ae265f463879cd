import type { Crowd } from "./crowd";
import type { Post } from "./post";
import type { Tables } from "./tables";

/** Orders that nobody was told of, two of one key, and payments of no order. */
export function strangers(
	tables: Tables,
	region: string,
	{ orders }: Pick<Crowd, "orders">,
): string[] {
	const known = new Map(orders.map(({ orderId, plan }) => [orderId, plan.key]));
	const ordered = tables.of("customer", region, "order").map(({ pk }) => pk);
	const paid = ["authorization", "void", "authorized", "declined", "voided"]
		.flatMap((name) => tables.of("payment", region, name))
		.map(({ pk }) => pk);
	const decided = ["order-news", "fate"]
		.flatMap((name) => tables.of("fulfillment", region, name))
		.map(({ key }) => String(key));
	const unknown = new Set(
		[...ordered, ...paid, ...decided].filter((id) => !known.has(id)),
	);
	const twice = known.size - new Set(known.values()).size;
	return [
		...[...unknown].map((id) => `nobody knows ${id}`),
		...(ordered.length < known.size
			? [`${known.size - ordered.length} orders are lost`]
			: []),
		...(twice > 0 || known.size < orders.length
			? [`${orders.length} orders have ${known.size} ids`]
			: []),
	];
}

/** Each webhook that the processor has sent left one note, whatever came of it. */
export function wrongWebhooks(
	tables: Tables,
	region: string,
	{ letters }: Pick<Post, "letters">,
): string[] {
	const notes = tables.of("payment", region, "HANDLED");
	return notes.length === letters.size
		? []
		: [`${notes.length} were taken, of ${letters.size}`];
}
