import { setImmediate as turn } from "node:timers/promises";

export type Run = () => Promise<unknown>;

/** Ms of one batch, each. */
export type Medians<Name extends string> = Record<Name, number>;

interface Effort {
	rounds: number;
	/** Rounds before that do not count: until the code is compiled. */
	warmup: number;
	/** Batches of one measurement: a single one may be too short for the clock. */
	batches?: number;
}

/**
 * Runs the contenders in turn, starting with another one at each round, so that whatever else the machine does meets all of
 * them alike.
 */
export async function interleave<Name extends string>(
	contenders: Record<Name, Run>,
	{ rounds, warmup, batches = 1 }: Effort,
): Promise<Medians<Name>> {
	const names = namesOf(contenders);
	const times = new Map<Name, number[]>(names.map((name) => [name, []]));
	for (let round = -warmup; round < rounds; round++) {
		for (let i = 0; i < names.length; i++) {
			const name = names[(i + round + warmup) % names.length];
			if (name === undefined) continue;
			const started = performance.now();
			for (let batch = 0; batch < batches; batch++) await contenders[name]();
			const elapsed = (performance.now() - started) / batches;
			if (round >= 0) times.get(name)?.push(elapsed);
			// What a batch left to do later is not the next one's cost.
			await turn();
		}
	}
	return mapNames(names, (name) => median(times.get(name) ?? []));
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function namesOf<Name extends string>(of: Record<Name, unknown>) {
	return Object.keys(of) as Name[];
}

export function mapNames<Name extends string, T>(
	names: readonly Name[],
	value: (name: Name) => T,
) {
	const entries = names.map((name) => [name, value(name)]);
	return Object.fromEntries(entries) as Record<Name, T>;
}
