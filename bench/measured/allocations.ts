import { cases } from "./cases";
import {
	type Medians,
	mapNames,
	median,
	namesOf,
	type Run,
} from "./interleave";
import { stubbed } from "./stub";
import { report, type Task } from "./task";

/** KB that one batch allocates on the heap. The process has so much room for young objects that none is collected meanwhile. */
export type Allocations = Record<
	"trigger" | "listener10" | "listener100",
	Medians<string>
>;

report(async ({ root, effort }: Task): Promise<Allocations> => {
	const { clients, trigger, ...listeners } = await cases(root);
	const rounds = Math.ceil(40 * effort);
	return stubbed(clients, async () => ({
		trigger: await allocated(trigger, rounds),
		listener10: await allocated(listeners.listener10, rounds),
		listener100: await allocated(listeners.listener100, rounds),
	}));
});

async function allocated<Name extends string>(
	contenders: Record<Name, Run>,
	rounds: number,
): Promise<Medians<Name>> {
	const names = namesOf(contenders);
	const found = mapNames(names, (): number[] => []);
	for (let round = 0; round < 2 * rounds; round++) {
		for (const name of names) {
			await contenders[name]();
			globalThis.gc?.();
			const before = process.memoryUsage().heapUsed;
			await contenders[name]();
			const bytes = process.memoryUsage().heapUsed - before;
			// The first ones warm up.
			if (round >= rounds) found[name].push(bytes / 1024);
		}
	}
	return mapNames(names, (name) => median(found[name]));
}
