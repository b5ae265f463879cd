import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import { UserError } from "../../../local/user-error";
import { Faults } from "../../../ops/faults/faults";
import { resubmitAll } from "../../../ops/faults/resubmit";
import type { Stack } from "../../../ops/stack";
import type { Counts } from "./counts";
import type { Crowd } from "./crowd";
import type { Heard } from "./heard";
import { pause } from "./pace";
import { messagesIn, type Queue, redrive } from "./queues";

interface Running {
	platform: Platform;
	clients: Clients;
	queues: readonly Queue[];
	crowd: Crowd;
	heard: Heard;
	counts: Counts;
}

/** So often in a row nothing may be left: what moves between two places can be in neither. */
const quietRounds = 3;

/** As whoever is on call: what failed is sent again until nothing is open, queues are empty and streams idle. */
export async function settle(
	running: Running,
	seconds: number,
	over: AbortSignal,
): Promise<void> {
	const { platform, clients, queues, heard, counts } = running;
	const stack = stackOf(platform);
	const faults = new Faults(stack);
	const deadline = Date.now() + seconds * 1000;
	let quiet = 0;
	while (quiet < quietRounds) {
		if (over.aborted) return;
		const before = heard.times;
		const areIdle = await Promise.race([
			platform.idle().then(() => true),
			pause(5000, over).then(() => false),
		]);
		counts.add(
			"dead letter of the fault monitor sent again",
			await redrive(clients, queues),
		);
		const open = await faults.list({});
		await resubmitAll(stack, faults, open, (_, { outcome }) =>
			counts.add(`resubmitted: ${outcome}`),
		);
		const waiting = await waitingIn(running);
		const left = [
			...(areIdle ? [] : ["streams with records"]),
			...waiting,
			...(open.length > 0 ? [`${open.length} open faults`] : []),
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

async function waitingIn({ clients, queues }: Running): Promise<string[]> {
	const counted = queues.map(async (queue) => ({
		...queue,
		messages: await messagesIn(clients, queue),
	}));
	return (await Promise.all(counted))
		.filter(({ messages }) => messages > 0)
		.map(({ messages, name, region }) => `${messages} in ${name} (${region})`);
}

/** As the commands of `ops` see this platform. */
export function stackOf({ endpoint, outputs }: Platform): Stack {
	return {
		name: "the platform of this run",
		faults: outputs.faults,
		client: (region) => ({
			region,
			endpoint,
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
			forcePathStyle: true,
		}),
	};
}
