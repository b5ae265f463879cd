import type { Change } from "../../contracts/rows";
import type { Row } from "../../runtime/core/rows";
import type { Taken } from "../bus";
import type { Cell } from "../cell";
import type { MadeWrite } from "../replica";
import type { World } from "../world";
import { publishedAlone } from "./alone";
import { mustHold } from "./broken";
import { isEmission } from "./keys";

/**
 * Every change of a published row became its events, on the bus of the region that made it and on no other; or (`before`
 * people have seen to what was put aside) a fault there, or its record is not done. A change that two regions make, as of a
 * command with one key, has one id.
 */
export async function changesArePublished(
	world: World,
	before: boolean,
): Promise<void> {
	const ids = new Map<string, { thing: string; id: string }>();
	for (const region of world.regions) {
		const expected = new Set<string>();
		const taken = world.bus.taken.filter((one) => one.region === region);
		const told = new Set(taken.flatMap((one) => tellsOf(one, before)));
		for (const cell of world.cells) {
			if (cell.region !== region || !cell.service.trigger) continue;
			const open = new Set(cell.mapping.unfinished());
			for (const write of cell.replica.made) {
				const { record, now } = write;
				if (!record || write.by !== "function" || !now) continue;
				const events = await publishedAlone(cell, record);
				checkTypes(
					cell,
					write,
					events.map(({ type }) => type),
				);
				for (const event of events) {
					const { id, type } = event;
					const thing = [cell.name, now.pk, now.sk, now.changeId, type].join();
					const same = ids.get(thing);
					ids.set(thing, { thing, id });
					mustHold(
						!same || same.id === id,
						() =>
							`one change has two ids: ${world.story.event(event)} and ${same?.id}`,
					);
					expected.add(id);
					mustHold(
						told.has(id) || (before && open.has(record)),
						() =>
							`an event is lost: ${world.story.event(event)} is not on the bus of ${region}`,
					);
				}
			}
			for (const id of await editsOf(cell, world)) expected.add(id);
		}
		for (const { event, source } of taken)
			mustHold(
				event.type === "fault" || expected.has(event.id),
				() =>
					`an event without a change: ${source} published ${world.story.event(event)} in ${region}, where no row's change is behind it`,
			);
	}
}

/** The ids that an entry on the bus accounts for: its own; for the time being that of what failed. */
function tellsOf({ event }: Taken, before: boolean): string[] {
	const { id, type, tags } = event;
	return before && type === "fault" ? [id, tags.causationId ?? ""] : [id];
}

/** What a console wrote is published by the region whose stamp is on it, wherever it was written. */
async function editsOf(cell: Cell, { cells }: World): Promise<string[]> {
	const edited = cells.some(
		({ service, replica }) =>
			service === cell.service &&
			replica.made.some(({ by }) => by === "console"),
	);
	if (!edited) return [];
	const all = await Promise.all(
		cell.replica.stream.map((record) => publishedAlone(cell, record)),
	);
	return all.flat().map(({ id }) => id);
}

/** The contract says which events a change becomes; this says it once more, in its own words. */
function checkTypes(cell: Cell, write: MadeWrite, types: string[]): void {
	const { contract, silent = [] } = cell.service;
	const { old, now } = write;
	if (!now || now.repaired === now.changeId) return;
	const kind = kindOf(write);
	const has = (row: object | undefined, fields: object) =>
		Object.entries(fields).every(
			([name, value]) => new Map(Object.entries(row ?? {})).get(name) === value,
		);
	const due = Object.entries(contract.produces)
		.filter(
			([type, { from, on, when }]) =>
				from === now.discriminator &&
				kind &&
				on.includes(kind) &&
				isDecided(cell, now, type) &&
				(!when || (has(now, when) && !has(old, when))),
		)
		.map(([type]) => type);
	for (const type of due)
		mustHold(
			types.includes(type) || types.includes("fault") || silent.includes(type),
			() => `${cell.name}'s trigger makes no ${type} of ${now.pk}/${now.sk}`,
		);
}

/** An emission says itself which events it is. */
function isDecided(cell: Cell, row: Row, type: string): boolean {
	return !isEmission(cell, row) || type in Object(row.events);
}

function kindOf({ old, now }: MadeWrite): Change | undefined {
	const [was, is] = [old && !old.deleted, now && !now.deleted];
	if (is) return was ? "updated" : old ? "undeleted" : "created";
	return was || !old ? "deleted" : undefined;
}
