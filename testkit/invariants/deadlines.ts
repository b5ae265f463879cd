import type { Contract } from "../../contracts/contract";
import { deadlinePassed } from "../../contracts/envelope";
import type { Cell } from "../cell";
import type { World } from "../world";
import { mustHold } from "./broken";
import { collectingRules, type KnownKey, keysOf } from "./keys";

export function hasDeadline(contract: Contract): boolean {
	return collectingRules(contract).some(([, { deadline }]) => deadline);
}

/**
 * A region that is up knows that a deadline has passed of which it has the start, whichever others are down; or (`before`
 * people have seen to what was put aside) has a fault, or something is not done.
 */
export async function deadlinesAreMet(
	world: World,
	before: boolean,
): Promise<void> {
	const cells = world.cells.filter(({ service }) =>
		hasDeadline(service.contract),
	);
	if (cells.length === 0) return;
	await world.settle();
	const times = cells.flatMap((cell) =>
		keysOf(cell, world).flatMap((known) => deadlineOf(known) ?? []),
	);
	// Schedules have whole seconds, and clocks differ.
	world.waitUntil(Math.max(0, ...times) + 2000);
	await world.settle();
	for (const cell of cells) {
		if (!world.isUp(cell) || (before && isExcused(cell, world))) continue;
		for (const known of keysOf(cell, world))
			mustHold(
				deadlineOf(known) === undefined ||
					known.decision !== undefined ||
					known.collected.some(({ event }) => event.type === deadlinePassed),
				() =>
					`a deadline is missed: ${cell.name} in ${cell.region} has ${known.key}, and not that its time has passed`,
			);
	}
}

/** Ms; undefined where it has not begun. */
function deadlineOf({ rule, collected }: KnownKey): number | undefined {
	const { deadline } = rule;
	const times = collected.flatMap(({ event }) =>
		event.type === deadline?.after ? event.timestamp : [],
	);
	if (!deadline || times.length === 0) return undefined;
	return Math.min(...times) + deadline.seconds * 1000;
}

function isExcused({ name, region, mapping, queue }: Cell, { bus }: World) {
	const isFault = (one: (typeof bus.taken)[number]) =>
		one.source === name && one.region === region && one.event.type === "fault";
	return (
		mapping.unfinished().length > 0 ||
		queue.unfinished().length > 0 ||
		bus.taken.some(isFault)
	);
}
