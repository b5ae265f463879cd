/** A shard as DescribeStream lists it. */
export interface Shard {
	id: string;
	parent?: string;
}

/** Shards that may be read next: not begun, and their parent read to its end or no longer there, which keeps each item's order. */
export function readable(
	shards: Shard[],
	begun: ReadonlySet<string>,
	finished: ReadonlySet<string>,
): Shard[] {
	const listed = new Set(shards.map(({ id }) => id));
	return shards.filter(
		({ id, parent }) =>
			!begun.has(id) &&
			(parent === undefined || finished.has(parent) || !listed.has(parent)),
	);
}
