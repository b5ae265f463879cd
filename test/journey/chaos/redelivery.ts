import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	ChangeMessageVisibilityCommand,
	type Message,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import type { Counts } from "./counts";
import type { Heard } from "./heard";
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

/** Messages come again, late or twice, and events that were published long ago once more, until it is over. */
export async function redelivery(
	{ clients, outputs, queues, heard, counts }: Redelivery,
	random: Random,
	over: AbortSignal,
): Promise<void> {
	const read = queues.filter(({ isRead }) => isRead);
	const disturb = async (queue: Queue) => {
		const client = clients.get(SQSClient, queue.region);
		const { Messages = [] } = await client.send(
			new ReceiveMessageCommand({
				QueueUrl: queue.url,
				MaxNumberOfMessages: 10,
				WaitTimeSeconds: 1,
			}),
		);
		for (const message of Messages) await giveBack(client, queue, message);
	};
	/** At once, later, or later with a copy of it. */
	const giveBack = async (
		client: SQSClient,
		{ url: QueueUrl }: Queue,
		{ ReceiptHandle, Body: MessageBody }: Message,
	) => {
		const VisibilityTimeout = random.chance(0.5) ? 0 : random.int(1, 4);
		if (random.chance(0.5)) {
			await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
			counts.add("message copied");
		}
		await client.send(
			new ChangeMessageVisibilityCommand({
				...{ QueueUrl, ReceiptHandle, VisibilityTimeout },
			}),
		);
		counts.add("message taken and given back");
	};
	const republish = async () => {
		const [old] = heard.some(() => random.next(), 1);
		if (!old) return;
		// As when a region is replayed, or another stands in for it.
		const region = random.pick(Object.keys(outputs.buses));
		await clients.get(EventBridgeClient, region).send(
			new PutEventsCommand({
				Entries: [
					{
						EventBusName: outputs.buses[region],
						Source: old.source,
						DetailType: old.type,
						Detail: old.text,
					},
				],
			}),
		);
		counts.add("event published again");
	};
	while (!over.aborted) {
		await pause(random.int(100, 800), over);
		if (random.chance(0.5)) await republish();
		else await disturb(random.pick(read));
	}
}
