import type { Key } from "./rows";

/** Of two rows under one key only one would stand, and nobody would hear of the other. `makes`: `one event makes two views`. */
export function refuseTwins(rows: readonly Key[], makes: string): void {
	if (rows.length < 2) return;
	const seen = new Set<string>();
	for (const { pk, sk } of rows) {
		const key = JSON.stringify([pk, sk]);
		if (seen.has(key))
			throw new Error(`${makes} of ${key}: give each a key of its own`);
		seen.add(key);
	}
}
