import { isDeepStrictEqual } from "node:util";
import { joined } from "../../runtime/core/joined";
import type { Row } from "../../runtime/core/rows";
import { onBus, type Taken } from "../bus";
import type { Cell } from "../cell";
import { keyOf } from "../replica";
import type { World } from "../world";
import { writtenAlone } from "./alone";
import { mustHold } from "./broken";
import { grouped } from "./grouped";
import { byStamps, greatest } from "./order";

/**
 * Whatever a queue was given has had its effects, or (`before` people have seen to what was put aside) has a fault or is
 * still in the queue.
 */
export async function eventsAreHandled(
	world: World,
	before: boolean,
): Promise<void> {
	for (const cells of listening(world)) {
		const made = grouped(
			cells.flatMap(({ replica }) => replica.made),
			({ key }) => key,
		);
		for (const cell of cells) {
			const excused = before ? openIn(cell, world) : new Set<string>();
			for (const { taken, rows } of await heardBy(cell, world))
				for (const row of rows)
					mustHold(
						excused.has(taken.event.id) ||
							(made.get(keyOf(row)) ?? []).some(({ now }) => covers(now, row)),
						() =>
							`an effect is lost: ${cell.name} in ${cell.region} has heard ${world.story.event(taken.event)} and has not written ${world.story.row(row)}`,
					);
		}
	}
}

/** Every view is what its listener makes of the greatest of its events, whatever their order and repetition. */
export async function viewsAreRight(world: World): Promise<void> {
	for (const cells of listening(world)) {
		const heard = await Promise.all(cells.map((cell) => heardBy(cell, world)));
		const views = heard
			.flat()
			.flatMap(({ rows }) => rows.filter(({ eventId }) => eventId))
			.filter((row) => !isCollected(row));
		for (const [key, rows] of grouped(views, keyOf))
			for (const cell of cells) checkView(cell, key, rows, world);
	}
}

function checkView(
	{ name, region, replica }: Cell,
	key: string,
	rows: readonly Row[],
	{ story, aged }: World,
): void {
	const due = greatest(rows);
	const row = replica.rows().find((one) => keyOf(one) === key);
	if (!due || (aged && !row && due.ttl !== undefined)) return;
	mustHold(
		row !== undefined && isDeepStrictEqual(content(row), content(due)),
		() =>
			`a view is not what its greatest event says: ${name} has ${story.row(row)} in ${region}, and ${story.row(due)} was heard`,
	);
}

/** A view is written when it or a greater one is; a collected event once; any other row by its change. */
function covers(now: Row | undefined, row: Row): boolean {
	if (!now) return false;
	if (isCollected(row)) return now.eventId === row.eventId;
	return row.eventId ? byStamps(row, now) <= 0 : now.changeId === row.changeId;
}

function isCollected({ sk, eventId = "" }: Row): boolean {
	return sk === joined("event", eventId);
}

function listening({ cells }: World): Cell[][] {
	const services = grouped(cells, ({ service }) => service);
	return [...services.values()].filter(([cell]) => cell?.service.listener);
}

interface Heard {
	taken: Taken;
	/** What comes of it alone. */
	rows: Row[];
}

/** Every event that the listener's rule wanted, once. */
async function heardBy(cell: Cell, { bus }: World): Promise<Heard[]> {
	const wanted = bus.taken.filter(
		({ region, ...taken }) =>
			region === cell.region && cell.hears(onBus(taken)),
	);
	// An Idempotency-Key that is used again after its time makes the same id at another time.
	const once = grouped(wanted, ({ event: { id, timestamp } }) =>
		[id, timestamp].join(),
	);
	const first = [...once.values()].flatMap((all) => all.slice(0, 1));
	return Promise.all(
		first.map(async (taken) => ({
			taken,
			rows: await writtenAlone(cell, taken),
		})),
	);
}

/** The events that became a fault, or are not done. */
function openIn(cell: Cell, { bus }: World): Set<string> {
	const faults = bus.taken.filter(
		({ region, source, event }) =>
			region === cell.region && source === cell.name && event.type === "fault",
	);
	const ids = faults.map(({ event }) => event.tags.causationId ?? "");
	return new Set([
		...ids,
		...cell.queue.unfinished().map(({ event }) => event.id),
	]);
}

/** What an event says; where and when it was handled is another matter. */
function content({ awsregion, context, ttl, repaired, ...row }: Row): object {
	return row;
}
