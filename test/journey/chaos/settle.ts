import { retryCalls } from "../../../contracts/schedule";
import type { Platform } from "../../../local/platform";
import type { Processor } from "../../../local/processor/processor";
import type { Clients } from "../../../local/resources/clients";
import { UserError } from "../../../local/user-error";
import { openBreakers, openCalls } from "./calls";
import type { Counts } from "./counts";
import type { Crowd } from "./crowd";
import { deadlinesAhead } from "./deadlines";
import type { Heard } from "./heard";
import { jobQueues, startJob } from "./jobs";
import { sendAgain } from "./on-call";
import { pause } from "./pace";
import { messagesIn, type Queue } from "./queues";

interface Running {
	platform: Platform;
	processor: Processor;
	clients: Clients;
	queues: readonly Queue[];
	crowd: Crowd;
	heard: Heard;
	counts: Counts;
}

/** So often in a row nothing may be left: what moves between two places can be in neither. */
const quietRounds = 3;

/** Ms between two tries to make the calls that are left. */
const retryPause = 3000;

/**
 * As whoever is on call: what failed is sent again until nothing is open, queues are empty, streams idle, and the external
 * system has been asked and has answered.
 */
export async function settle(
	running: Running,
	seconds: number,
	over: AbortSignal,
): Promise<void> {
	const { platform, clients, queues, heard } = running;
	const deadline = Date.now() + seconds * 1000;
	let quiet = 0;
	let retried = 0;
	while (quiet < quietRounds) {
		if (over.aborted) return;
		const before = heard.times;
		const areIdle = await Promise.race([
			platform.idle().then(() => true),
			pause(5000, over).then(() => false),
		]);
		const open = await sendAgain(running);
		const waiting = await waitingIn(running);
		const calls = await callsLeft(running);
		if (calls.length > 0 && Date.now() > retried + retryPause) {
			for (const queue of jobQueues(queues))
				await startJob(clients, queue, retryCalls);
			retried = Date.now();
		}
		const left = [
			...(areIdle ? [] : ["streams with records"]),
			...[...waiting, ...calls],
			...(open > 0 ? [`${open} open faults`] : []),
			...(running.crowd.busy > 0
				? [`${running.crowd.busy} orders under way`]
				: []),
		];
		quiet = left.length > 0 || heard.times !== before ? 0 : quiet + 1;
		if (quiet === 0 && Date.now() > deadline)
			throw new UserError(
				`It has not come to rest within ${seconds} s; what is left: ${left.join(", ") || "events"}.`,
			);
		await pause(300, over);
	}
}

/** What the processor and its gateway have not done yet, and the deadlines that have not come. */
async function callsLeft({
	platform,
	processor,
	clients,
}: Running): Promise<string[]> {
	const regions = Object.keys(platform.outputs.buses);
	const counts = {
		"calls to make": await openCalls(clients, platform),
		"answers of the processor": processor.pending(),
		"deadlines to come": await deadlinesAhead(clients, regions),
	};
	const breakers = await openBreakers(clients, platform);
	return [
		...breakers.map((region) => `the open breaker of ${region}`),
		...Object.entries(counts).flatMap(([what, n]) =>
			n > 0 ? [`${n} ${what}`] : [],
		),
	];
}

async function waitingIn({ clients, queues }: Running): Promise<string[]> {
	const counted = queues.map(async (queue) => ({
		...queue,
		messages: await messagesIn(clients, queue),
	}));
	return (await Promise.all(counted))
		.filter(({ messages }) => messages > 0)
		.map(({ messages, name, region }) => `${messages} in ${name} (${region})`);
}
