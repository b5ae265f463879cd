import {
	decodeCursor,
	defaultPageSize,
	encodeCursor,
	type List,
	maxPageSize,
	type Page,
	type PageRequest,
} from "./page";
import type { Row } from "./rows";
import type { Store } from "./store";

/**
 * One page of a list. Rows that `accept` drops do not count, so a page is full unless it is the last;
 * one more row is read to know whether there is another page.
 */
export async function listPage<T extends Row>(
	store: Store,
	list: List,
	{ limit = defaultPageSize, cursor }: PageRequest,
	accept: (row: Row) => T | undefined,
): Promise<Page<T>> {
	const size = Math.min(Math.max(limit, 1), maxPageSize);
	const fields = [...new Set([list.hash.name, list.range.name, "pk", "sk"])];
	const items: T[] = [];
	let start: Record<string, unknown> | undefined =
		cursor === undefined ? undefined : decodeCursor(cursor, fields, list);
	do {
		const { rows, next } = await store.query({
			...query(list),
			Limit: size + 1,
			...(start && { ExclusiveStartKey: start }),
		});
		items.push(...rows.flatMap((row) => accept(row) ?? []));
		start = next;
	} while (start && items.length <= size);
	const page = items.slice(0, size);
	const last = page.at(-1);
	if (items.length <= size || !last) return { items: page };
	return { items: page, cursor: encodeCursor(last, fields) };
}

function query({ index, hash, range, descending = false }: List) {
	return {
		ScanIndexForward: !descending,
		...(index ? { IndexName: index } : { ConsistentRead: true }),
		KeyConditionExpression: range.prefix
			? "#hash = :hash AND begins_with(#range, :prefix)"
			: "#hash = :hash",
		ExpressionAttributeNames: {
			"#hash": hash.name,
			...(range.prefix && { "#range": range.name }),
		},
		ExpressionAttributeValues: {
			":hash": hash.value,
			...(range.prefix && { ":prefix": range.prefix }),
		},
	};
}
