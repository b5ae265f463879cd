import {
	LambdaClient,
	ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import {
	DeleteMessageCommand,
	GetQueueAttributesCommand,
	paginateListQueues,
	ReceiveMessageCommand,
	SendMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { Clients } from "../../../local/resources/clients";

export interface Queue {
	region: string;
	name: string;
	url: string;
	arn: string;
	/** The ARN of its queue of dead letters. */
	deadLetters?: string;
	/** The function that takes its messages. */
	reader: string | undefined;
}

/** Seconds after which a message whose function died comes again; minutes on AWS, where a run may last for days. */
const visibility = 4;

/** The queues of the stack, in all regions, made to give failed messages back soon. */
export async function hurriedQueues(
	clients: Clients,
	regions: readonly string[],
): Promise<Queue[]> {
	const all: Queue[] = [];
	for (const region of regions) {
		const client = clients.get(SQSClient, region);
		const readers = await readersIn(clients, region);
		for await (const { QueueUrls = [] } of paginateListQueues({ client }, {}))
			for (const url of QueueUrls) {
				const { Attributes = {} } = await client.send(
					new GetQueueAttributesCommand({
						QueueUrl: url,
						AttributeNames: ["All"],
					}),
				);
				await client.send(
					new SetQueueAttributesCommand({
						QueueUrl: url,
						Attributes: { VisibilityTimeout: String(visibility) },
					}),
				);
				const arn = Attributes.QueueArn ?? "";
				const name = arn.split(":").at(-1) ?? "";
				const { deadLetterTargetArn: deadLetters } = JSON.parse(
					Attributes.RedrivePolicy ?? "{}",
				);
				const reader = readers.get(arn);
				all.push({ region, name, url, arn, deadLetters, reader });
			}
	}
	return all;
}

async function readersIn(clients: Clients, region: string) {
	const { EventSourceMappings = [] } = await clients
		.get(LambdaClient, region)
		.send(new ListEventSourceMappingsCommand({}));
	return new Map(
		EventSourceMappings.map(({ EventSourceArn, FunctionArn = "" }) => [
			EventSourceArn,
			FunctionArn.split(":").at(-1),
		]),
	);
}

/** How many messages a queue has: to be read, being read, and not yet to be read. */
export async function messagesIn(
	clients: Clients,
	{ region, url }: Queue,
): Promise<number> {
	const { Attributes = {} } = await clients.get(SQSClient, region).send(
		new GetQueueAttributesCommand({
			QueueUrl: url,
			AttributeNames: [
				"ApproximateNumberOfMessages",
				"ApproximateNumberOfMessagesNotVisible",
				"ApproximateNumberOfMessagesDelayed",
			],
		}),
	);
	return Object.values(Attributes).reduce((sum, n) => sum + Number(n), 0);
}

/**
 * Dead letters that no function drains (those of the fault monitor: it cannot make faults of them) go back to where they
 * came from, as by the console's redrive; says how many.
 */
export async function redrive(
	clients: Clients,
	queues: readonly Queue[],
): Promise<number> {
	let moved = 0;
	for (const { region, url, deadLetters } of queues) {
		const from = queues.find(({ arn }) => arn === deadLetters);
		if (!from || from.reader) continue;
		const client = clients.get(SQSClient, region);
		const { Messages = [] } = await client.send(
			new ReceiveMessageCommand({
				QueueUrl: from.url,
				MaxNumberOfMessages: 10,
			}),
		);
		for (const { Body, ReceiptHandle } of Messages) {
			await client.send(
				new SendMessageCommand({ QueueUrl: url, MessageBody: Body }),
			);
			await client.send(
				new DeleteMessageCommand({ QueueUrl: from.url, ReceiptHandle }),
			);
			moved++;
		}
	}
	return moved;
}
