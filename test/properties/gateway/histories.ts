import fc from "fast-check";
import type { Accident, Region } from "./world";
import { regions } from "./world";

export const region: fc.Arbitrary<Region> = fc.constantFrom(...regions);

/** Most functions make a few calls. */
export const accident: fc.Arbitrary<Accident | undefined> = fc.oneof(
	{ withCrossShrink: true },
	{ weight: 2, arbitrary: fc.constant(undefined) },
	{
		weight: 3,
		arbitrary: fc.record({
			at: fc.nat(7),
			what: fc.constantFrom<Accident["what"][]>(
				"killed",
				"killed",
				"throttled",
				"lost",
				"refused",
			),
			entries: fc.constant(1),
		}),
	},
);

export const place = fc.nat(5);
export const runs = () => Number(process.env.FC_RUNS ?? 100);

/** Runs many histories, or throws with the first that fails, shrunk. */
export async function everyHistory<Step>(
	step: fc.Arbitrary<Step>,
	live: (steps: readonly Step[]) => Promise<void>,
): Promise<void> {
	const property = fc.asyncProperty(
		fc.array(step, { maxLength: 40, size: "max" }),
		live,
	);
	await fc.assert(property, { numRuns: runs() });
}

/** The error of the first history that fails: of a bug that was planted. */
export async function firstFailure<Step>(
	step: fc.Arbitrary<Step>,
	live: (steps: readonly Step[]) => Promise<void>,
): Promise<string> {
	const property = fc.asyncProperty(
		fc.array(step, { maxLength: 40, size: "max" }),
		live,
	);
	const { errorInstance } = await fc.check(property, {
		...{ numRuns: 2000, seed: 2030, endOnFailure: true },
	});
	return String(errorInstance);
}
