import type { Platform } from "../../../local/platform";
import { type Clients, settingsOf } from "../../../local/resources/clients";
import { Faults } from "../../../ops/faults/faults";
import { resubmitAll } from "../../../ops/faults/resubmit";
import type { Stack } from "../../../ops/stack";
import type { Counts } from "./counts";
import { pause } from "./pace";
import { type Queue, redrive } from "./queues";

interface Mending {
	platform: Platform;
	clients: Clients;
	queues: readonly Queue[];
	counts: Counts;
}

/** Ms between two looks at what has failed. */
const patience = 15_000;

/** As whoever is on call while things go on failing: what waited for a mended fault goes on, and may fail again. */
export async function onCall(
	mending: Mending,
	over: AbortSignal,
): Promise<void> {
	for (;;) {
		await pause(patience, over);
		if (over.aborted) return;
		await sendAgain(mending);
	}
}

/** What has failed by now, once; how many open faults there were. */
export async function sendAgain({
	platform,
	clients,
	queues,
	counts,
}: Mending): Promise<number> {
	counts.add(
		"dead letter of the fault monitor sent again",
		await redrive(clients, queues),
	);
	const stack = stackOf(platform);
	const faults = new Faults(stack);
	const open = await faults.list({});
	await resubmitAll(stack, faults, open, (_, { outcome }) =>
		counts.add(`resubmitted: ${outcome}`),
	);
	return open.length;
}

/** As the commands of `ops` see this platform. */
export function stackOf({ endpoint, outputs }: Platform): Stack {
	return {
		name: "the platform of this run",
		faults: outputs.faults,
		client: (region) => settingsOf(endpoint, region),
	};
}
