import fc from "fast-check";
import { checkAccounts, checkDeadlines, checkOutcome } from "./invariants";
import { hasDeadline } from "./invariants/deadlines";
import type { Command } from "./runner";
import { anyStep, type Step, take } from "./steps";
import { clearTelemetry } from "./telemetry";
import { World, type WorldOptions } from "./world";

export interface HistoryOptions extends Pick<WorldOptions, "services" | "lag"> {
	/** What users may ask, in any region. */
	commands: fc.Arbitrary<Command>;
	/** A history has two or all of them; by default three. */
	regions?: readonly string[];
	/** At most so many steps, before the world comes to rest; by default 60. */
	maxSteps?: number;
	/** Whether consoles and scripts write rows, too. */
	consoles?: boolean;
	/** What else must hold at the end; throws where it does not. */
	also?: (world: World) => void | Promise<void>;
	/** How many histories; by default `FC_RUNS` or 100. */
	runs?: number;
	seed?: number;
}

/** A history that breaks what must hold, shrunk to what is needed for it. */
export interface FailingHistory {
	error: unknown;
	/** What happened in it, a line each. */
	story: readonly string[];
	/** The same, to be read, with the way to run it again. */
	report: string;
	runs: number;
	shrinks: number;
}

interface History {
	regions: number;
	skews: number[];
	steps: Step[];
}

/** Runs many histories of the services; throws with the story of the first that breaks what must hold. */
export async function everyHistory(options: HistoryOptions): Promise<void> {
	const failing = await failingHistory(options);
	if (failing) throw new Error(failing.report, { cause: failing.error });
}

/** The same for a test that wants a failure: the shrunk history, or undefined where all hold. */
export async function failingHistory(
	options: HistoryOptions,
): Promise<FailingHistory | undefined> {
	const { runs = Number(process.env.FC_RUNS ?? 100), seed } = options;
	const property = fc.asyncProperty(histories(options), async (history) => {
		await live(history, options, newWorld(history, options));
	});
	const {
		failed,
		counterexample,
		numRuns,
		numShrinks,
		counterexamplePath,
		...details
	} = await fc.check(property, {
		numRuns: runs,
		// Its bias is towards short lists, in which little happens.
		unbiased: true,
		...(seed !== undefined && { seed }),
	});
	const [found] = counterexample ?? [];
	if (!failed || !found) return undefined;
	const history = await withoutNeedless(found, options);
	const world = newWorld(history, options);
	const error = await live(history, options, world).then(
		() =>
			new Error(
				"the same history does not fail again: something is not deterministic",
			),
		(error: unknown) => error,
	);
	const story = world.story.lines;
	const report = [
		String(error instanceof Error ? error.message : error),
		String(world.story),
		`(history ${numRuns}, shrunk ${numShrinks} times; again with seed ${details.seed}, path "${counterexamplePath}")`,
	].join("\n");
	return { error, story, report, runs: numRuns, shrinks: numShrinks };
}

/** fast-check shortens a list from its start: here whatever may be left out is, one by one. */
async function withoutNeedless(
	found: History,
	options: HistoryOptions,
): Promise<History> {
	const fails = (history: History) =>
		live(history, options, newWorld(history, options)).then(
			() => false,
			() => true,
		);
	let history = found;
	for (const simpler of simplerThan) {
		for (let i = history.steps.length - 1; i >= 0; i--) {
			const next = simpler(history, i);
			if (next && (await fails(next))) history = next;
		}
	}
	return history;
}

/** Ways to make a history simpler at one of its steps. */
const simplerThan: ((
	history: History,
	place: number,
) => History | undefined)[] = [
	(history) => ({ ...history, skews: [] }),
	(history) => ({ ...history, regions: 2 }),
	...Array.from({ length: 3 }, () => without),
	withoutMishap,
	without,
];

function without(history: History, place: number): History {
	const steps = history.steps.filter((_, i) => i !== place);
	return { ...history, steps };
}

function withoutMishap(history: History, place: number): History | undefined {
	const step = history.steps[place];
	if (!step || !("mishap" in step) || !step.mishap) return undefined;
	const calm: Step = { ...step, mishap: undefined };
	return { ...history, steps: history.steps.with(place, calm) };
}

const threeRegions = ["us-east-1", "us-west-2", "eu-west-1"];

function histories({
	commands,
	regions = threeRegions,
	maxSteps = 60,
	consoles = false,
	services,
}: HistoryOptions): fc.Arbitrary<History> {
	const deadlines = services.some(({ contract }) => hasDeadline(contract));
	const skew = fc.constantFrom(0, 0, 0, 1, -1, 5, -20);
	return fc.record({
		regions: fc.constantFrom(Math.min(2, regions.length), regions.length),
		skews: fc.array(skew, { maxLength: regions.length }),
		steps: fc.array(anyStep(commands, { consoles, deadlines }), {
			maxLength: maxSteps,
			size: "max",
		}),
	});
}

function newWorld(
	{ regions, skews }: History,
	{ services, lag = true, regions: all = threeRegions }: HistoryOptions,
): World {
	// What is logged in thousands of histories would not fit into memory.
	clearTelemetry();
	return new World({
		services,
		lag,
		regions: all.slice(0, regions),
		skews: skews.slice(0, regions),
	});
}

/** Takes the steps, lets the world come to rest, has what was put aside done again, and checks after each. */
async function live(
	{ steps }: History,
	{ also }: HistoryOptions,
	world: World,
): Promise<void> {
	for (const step of steps) await take(step, world);
	await checkDeadlines(world);
	await world.quiesce();
	await checkAccounts(world);
	await world.redrive();
	await checkOutcome(world);
	await also?.(world);
}
