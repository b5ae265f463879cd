import { isDeepStrictEqual } from "node:util";
import type { Row } from "../../runtime/core/rows";
import type { Cell } from "../cell";
import { keyOf, type MadeWrite } from "../replica";
import type { World } from "../world";
import { mustHold } from "./broken";
import { grouped } from "./grouped";
import { byStamps, greatest } from "./order";

/** All regions have the same rows, and each is the greatest by (timestamp, id) that any region wrote. */
export function rowsConverge({ cells, story }: World): void {
	for (const [first, ...others] of byService(cells)) {
		if (!first) continue;
		const rows = rowsOf(first);
		for (const other of others) {
			const there = rowsOf(other);
			for (const key of new Set([...rows.keys(), ...there.keys()]))
				mustHold(
					isDeepStrictEqual(rows.get(key), there.get(key)),
					() =>
						`the regions differ: ${first.name} has ${story.row(rows.get(key))} in ${first.region}, ${story.row(there.get(key))} in ${other.region}`,
				);
		}
		for (const [key, writes] of writesOf([first, ...others])) {
			if (writes.some(({ by }) => by === "console")) continue;
			const truth = greatest(
				sinceRemoval(writes).flatMap(({ now }) => now ?? []),
			);
			const row = rows.get(key);
			mustHold(
				truth && row ? byStamps(truth, row) === 0 : truth === row,
				() =>
					`a row is not the greatest that was written: ${first.name} has ${story.row(row)}, and there was ${story.row(truth)}`,
			);
		}
	}
}

/** No function replaces a row by a lesser one. */
export function rowsRise({ cells, story }: World): void {
	for (const { name, region, replica } of cells)
		for (const { by, old, now, record } of replica.made)
			if (record && by === "function" && old?.timestamp !== undefined && now)
				mustHold(
					byStamps(old, now) < 0,
					() =>
						`a row does not rise: ${name} wrote ${story.row(now)} over ${story.row(old)} in ${region}`,
				);
}

function byService(cells: readonly Cell[]): Iterable<Cell[]> {
	return grouped(cells, ({ service }) => service).values();
}

function rowsOf({ replica }: Cell): Map<string, Row> {
	return new Map(replica.rows().map((row) => [keyOf(row), row]));
}

function writesOf(cells: readonly Cell[]): Map<string, MadeWrite[]> {
	const all = cells.flatMap(({ replica }) => replica.made);
	return grouped(all, ({ key }) => key);
}

/** What was written before a row expired is gone with it. */
function sinceRemoval(writes: readonly MadeWrite[]): MadeWrite[] {
	const removals = writes.filter(({ by }) => by === "ttl");
	const last = Math.max(0, ...removals.map(({ version }) => version));
	return writes.filter(({ version }) => version > last);
}
