import fc from "fast-check";
import type { Cell } from "./cell";
import type { Mishap } from "./invocation";
import type { Command } from "./runner";
import type { World } from "./world";

/** What happens next. Numbers are places in what there is at that moment, so that any step fits any world. */
export type Step =
	| { do: "ask"; region: number; command: Command; mishap: Mishap | undefined }
	| { do: "publish"; cell: number; size: number; mishap: Mishap | undefined }
	| {
			do: "listen";
			cell: number;
			place: number;
			size: number;
			mishap: Mishap | undefined;
	  }
	| { do: "fire"; cell: number; place: number; twice: boolean }
	| { do: "replicate"; link: number; place: number }
	| { do: "repeat" | "give up"; cell: number; place: number }
	| { do: "resume"; place: number }
	| { do: "wait"; ms: number }
	| { do: "drop" | "restore" | "throttle" | "recover"; region: number }
	/** All that is under way moves on once. */
	| { do: "flow" }
	| { do: "days pass" }
	| { do: "edit"; cell: number; place: number; edit: keyof typeof edits };

/** What a console or a script does to a row. */
const edits = {
	"leaves the stamps": (row: object) => ({ ...row, edited: true }),
	"loses the stamps": ({
		awsregion,
		changeId,
		timestamp,
		...row
	}: Partial<Record<string, unknown>>) => row,
	removes: () => undefined,
};

const mishap: fc.Arbitrary<Mishap | undefined> = fc.oneof(
	{ withCrossShrink: true },
	{ weight: 3, arbitrary: fc.constant(undefined) },
	{
		weight: 2,
		arbitrary: fc.record({
			// Most functions make one call or two.
			at: fc.constantFrom(0, 0, 0, 1, 1, 2, 3),
			what: fc.constantFrom<Mishap["what"][]>(
				"killed",
				"paused",
				"throttled",
				"lost",
				"refused",
				"denied",
			),
			entries: fc.integer({ min: 1, max: 7 }),
		}),
	},
);

const place = fc.nat(5);

/** Any step; `ask` is a command of the given ones. */
export function anyStep(
	commands: fc.Arbitrary<Command>,
	{ consoles = false, deadlines = false } = {},
): fc.Arbitrary<Step> {
	const step = <D extends Step["do"], F extends object>(
		name: D,
		fields: { [K in keyof F]: fc.Arbitrary<F[K]> },
	) => fc.record({ do: fc.constant(name), ...fields });
	const size = fc.integer({ min: 1, max: 3 });
	return fc.oneof(
		{
			weight: 12,
			arbitrary: step("ask", { region: fc.nat(2), command: commands, mishap }),
		},
		{ weight: 6, arbitrary: step("publish", { cell: place, size, mishap }) },
		{
			weight: 6,
			arbitrary: step("listen", { cell: place, place, size, mishap }),
		},
		{ weight: 5, arbitrary: step("replicate", { link: place, place }) },
		{ weight: 2, arbitrary: step("repeat", { cell: place, place }) },
		{ weight: 1, arbitrary: step("give up", { cell: place, place }) },
		{ weight: 2, arbitrary: step("resume", { place }) },
		{
			weight: 3,
			arbitrary: step("wait", { ms: fc.constantFrom(1, 1, 2, 20) }),
		},
		{ weight: 4, arbitrary: step("flow", {}) },
		{ weight: 1, arbitrary: step("throttle", { region: fc.nat(2) }) },
		{ weight: 2, arbitrary: step("recover", { region: fc.nat(2) }) },
		{ weight: 1, arbitrary: step("drop", { region: fc.nat(2) }) },
		{ weight: 2, arbitrary: step("restore", { region: fc.nat(2) }) },
		// A console may bring back a row of months ago, and its event with it: longer ago than anybody remembers.
		{ weight: consoles ? 0 : 1, arbitrary: step("days pass", {}) },
		{
			weight: consoles ? 3 : 0,
			arbitrary: step("edit", {
				cell: place,
				place,
				edit: fc.constantFrom(
					...(Object.keys(edits) as (keyof typeof edits)[]),
				),
			}),
		},
		{
			weight: deadlines ? 3 : 0,
			arbitrary: step("fire", { cell: place, place, twice: fc.boolean() }),
		},
		{
			weight: deadlines ? 3 : 0,
			arbitrary: step("wait", { ms: fc.constantFrom(1000, 2000, 5000) }),
		},
	) as fc.Arbitrary<Step>;
}

export async function take(step: Step, world: World): Promise<void> {
	await taken(step, world);
	world.replicateAtOnce();
}

async function taken(step: Step, world: World): Promise<void> {
	const { triggers, listeners, schedulers } = world.due();
	const region = (n: number) => at(world.regions, n) ?? "";
	switch (step.do) {
		case "ask": {
			// Users of a region that is down are sent to another one.
			const up = at(world.upRegions(), step.region);
			if (up) await world.command(up, step.command, step.mishap);
			return;
		}
		case "publish": {
			const cell = at(triggers, step.cell);
			if (cell) await world.publish(cell, step.size, step.mishap);
			return;
		}
		case "listen": {
			const cell = at(listeners, step.cell);
			if (cell) await world.listen(cell, step.place, step.size, step.mishap);
			return;
		}
		case "fire": {
			const cell = at(schedulers, step.cell);
			if (cell) world.fire(cell, step.place, step.twice);
			return;
		}
		case "replicate": {
			const link = at(world.links(), step.link);
			if (link) world.replicate(link, step.place);
			return;
		}
		case "repeat": {
			const cell = at(
				world.cells.filter(({ queue }) => queue.done.length > 0),
				step.cell,
			);
			if (cell) world.repeat(cell, step.place);
			return;
		}
		case "give up": {
			const cell = at(listeners, step.cell);
			if (cell) world.giveUp(cell, step.place);
			return;
		}
		case "resume":
			return world.resume(step.place);
		case "wait":
			return world.wait(step.ms);
		case "drop":
			return world.drop(region(step.region));
		case "restore":
			return world.restore(region(step.region));
		case "throttle":
			return world.throttle(region(step.region));
		case "recover":
			return world.recover(region(step.region));
		case "flow":
			return world.flow();
		case "days pass":
			return world.daysPass();
		case "edit": {
			const cell = at(world.cells, step.cell);
			const row = cell && at(published(cell), step.place);
			if (cell && row) world.edit(cell, row, edits[step.edit]);
		}
	}
}

function published({ service, replica }: Cell) {
	const { rows } = service.contract;
	return replica
		.rows()
		.filter(({ discriminator }) => rows[discriminator]?.kind === "published");
}

function at<T>(list: readonly T[], place: number): T | undefined {
	return list[place % Math.max(1, list.length)];
}
