import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	ChangeMessageVisibilityCommand,
	type Message,
	MessageNotInflight,
	ReceiptHandleIsInvalid,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { services } from "../../../functions";
import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import type { Counts } from "./counts";
import type { Heard, HeardEvent } from "./heard";
import { jobQueues } from "./jobs";
import { pause } from "./pace";
import type { Queue } from "./queues";
import type { Random } from "./random";

interface Redelivery {
	clients: Clients;
	outputs: Platform["outputs"];
	queues: readonly Queue[];
	heard: Heard;
	counts: Counts;
}

/** So many wait for messages before the functions get them. */
const thieves = 3;

/** Messages come again, late or twice, and events that were published long ago once more, until it is over. */
export async function redelivery(
	{ clients, outputs, queues, heard, counts }: Redelivery,
	random: Random,
	over: AbortSignal,
): Promise<void> {
	const listened = queues.filter(({ reader }) => reader?.endsWith("-listener"));
	const taken = [...listened, ...jobQueues(queues)];
	const sqs = ({ region }: Queue) => clients.get(SQSClient, region);

	const steal = async (random: Random) => {
		const queue = random.pick(taken);
		const { Messages = [] } = await sqs(queue).send(
			new ReceiveMessageCommand({
				QueueUrl: queue.url,
				MaxNumberOfMessages: 10,
				WaitTimeSeconds: 1,
			}),
		);
		for (const message of Messages) await giveBack(random, queue, message);
	};
	const giveBack = async (
		random: Random,
		queue: Queue,
		{ ReceiptHandle, Body = "" }: Message,
	) => {
		if (random.chance(0.3)) await copy(queue, Body);
		// At once, or so late that others overtake it.
		const VisibilityTimeout = random.chance(0.5) ? 0 : random.int(1, 4);
		const change = { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout };
		try {
			await sqs(queue).send(new ChangeMessageVisibilityCommand(change));
		} catch (error) {
			// It was held for so long that a function has it by now.
			const isGone =
				error instanceof ReceiptHandleIsInvalid ||
				error instanceof MessageNotInflight;
			if (!isGone) throw error;
		}
		counts.add("message taken and given back");
	};
	const copy = async (queue: Queue, MessageBody: string) => {
		await sqs(queue).send(
			new SendMessageCommand({ QueueUrl: queue.url, MessageBody }),
		);
		counts.add("message copied");
	};
	/** As when a region is replayed, or another stands in for it. */
	const republish = async ({ source, type, text }: HeardEvent) => {
		const region = random.pick(Object.keys(outputs.buses));
		await clients.get(EventBridgeClient, region).send(
			new PutEventsCommand({
				Entries: [
					{
						EventBusName: outputs.buses[region],
						Source: source,
						DetailType: type,
						Detail: text,
					},
				],
			}),
		);
		counts.add("event published again");
	};

	const stealing = async (random: Random) => {
		while (!over.aborted) {
			await steal(random);
			await pause(random.int(0, 300), over);
		}
	};
	const repeating = async () => {
		while (!over.aborted) {
			await pause(random.int(50, 500), over);
			const old = heard.any(random.next());
			if (!old) continue;
			// No queue ever gets what its service does not listen to.
			const hear = listened.filter(({ reader }) => hears(reader, old.type));
			if (random.chance(0.5) || hear.length === 0) await republish(old);
			else await copy(random.pick(hear), old.text);
		}
	};
	await Promise.all([
		repeating(),
		...Array.from({ length: thieves }, (_, n) =>
			stealing(random.fork(String(n))),
		),
	]);
}

/** Whether a function is the listener of a service that consumes such events. */
function hears(functionName = "", type: string): boolean {
	return services.some(
		({ name, consumes }) =>
			functionName.endsWith(`-${name}-listener`) && type in consumes,
	);
}
