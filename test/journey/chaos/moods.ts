import type { Mode } from "../../../local/processor/modes";
import type { Processor } from "../../../local/processor/processor";
import type { Counts } from "./counts";
import { pause } from "./pace";
import type { Random } from "./random";

const bad: readonly Mode[] = ["slow", "failing", "down", "late"];

/** The processor is well for a while, and then not, until it is over. */
export async function moods(
	processor: Processor,
	random: Random,
	counts: Counts,
	over: AbortSignal,
): Promise<void> {
	while (!over.aborted) {
		await pause(random.int(1000, 8000), over);
		if (over.aborted) break;
		const mode = random.pick(bad);
		processor.setMode(mode);
		counts.add(`processor ${mode}`);
		// Some last until the breakers open.
		const most = random.chance(0.2) ? 25_000 : 8000;
		await pause(random.int(most / 4, most), over);
		processor.setMode("normal");
	}
	processor.setMode("normal");
}
