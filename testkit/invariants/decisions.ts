import { isDeepStrictEqual } from "node:util";
import type { Row } from "../../runtime/core/rows";
import type { MadeWrite } from "../replica";
import type { World } from "../world";
import { decidedAlone } from "./alone";
import { mustHold } from "./broken";
import { grouped } from "./grouped";
import { collectingRules, isEmission, keysOf } from "./keys";

/** What follows from all that a region has of a key was decided, whatever the order in which it came, and where. */
export async function decisionsAreMade(world: World): Promise<void> {
	for (const cell of world.cells)
		for (const { key, collected, decision } of keysOf(cell, world)) {
			if (decision) continue;
			const due = await decidedAlone(cell, collected);
			mustHold(
				due === undefined,
				() =>
					`a decision is missing: ${cell.name} in ${cell.region} has ${collected.map(({ event }) => event.type).join(", ")} of ${key}, from which ${Object.keys(due?.events ?? {}).join(", ")} follows`,
			);
		}
}

/** A region decides once of a key, until all that it was made of has expired; what comes of it has one id everywhere. */
export function keysAreDecidedOnce({ cells, bus }: World): void {
	for (const cell of cells) {
		const made = cell.replica.made.filter(({ now }) => isEmission(cell, now));
		for (const [key, writes] of grouped(made, ({ now }) => keyOf(now)))
			mustHold(
				writes.filter(isNew).length <= 1 || hasExpired(cell.replica.made, key),
				() => `${cell.name} in ${cell.region} has decided twice of ${key}`,
			);
	}
	const ids = new Map<string, string>();
	for (const { source, event } of bus.taken) {
		const cell = cells.find(({ name }) => name === source);
		const rules = cell ? collectingRules(cell.service.contract) : [];
		const { type, partitionKey, tags, id } = event;
		const rule = rules.find(([name]) => name === tags.rule)?.[0];
		if (!rule || type === "fault") continue;
		const thing = [source, rule, partitionKey, type].join();
		mustHold(
			(ids.get(thing) ?? id) === id,
			() => `what was decided has two ids: ${type} of ${partitionKey}`,
		);
		ids.set(thing, id);
	}
}

/** Where replication takes no time, all regions decide alike. */
export function regionsAgree({ cells }: World): void {
	const made = cells.flatMap((cell) =>
		cell.replica.made.filter(
			(write) => isEmission(cell, write.now) && isNew(write),
		),
	);
	for (const [key, writes] of grouped(made, ({ now }) => keyOf(now)))
		for (const { now } of writes)
			mustHold(
				isDeepStrictEqual(now?.events, writes[0]?.now?.events) ||
					cells.some(({ replica }) => hasExpired(replica.made, key)),
				() => `regions have decided unlike each other of ${key}`,
			);
}

function isNew({ now }: MadeWrite): boolean {
	return now !== undefined && now.repaired === undefined;
}

function keyOf(row: Row | undefined): string {
	return `${row?.pk}/${row?.sk}`;
}

function hasExpired(made: readonly MadeWrite[], key: string): boolean {
	return made.some(({ by, old }) => by === "ttl" && keyOf(old) === key);
}
