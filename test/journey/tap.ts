import {
	EventBridgeClient,
	PutRuleCommand,
	PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	CreateQueueCommand,
	DeleteMessageBatchCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";

interface Settings {
	endpoint: string;
	region: string;
	credentials: { accessKeyId: string; secretAccessKey: string };
}

export interface Tap {
	/** The detail of the next event, as it stands on the bus. */
	next(): Promise<string>;
	/** Of the next few events, each of them once; none if there is none for a second. */
	some(): Promise<string[]>;
}

/** Hears types of events on a region's bus as any subscriber could: with no key. */
export async function tapBus(
	settings: Settings,
	bus: string | undefined,
	types: readonly string[],
): Promise<Tap> {
	const name = `tap-${types.length === 1 ? types[0] : "all"}`;
	const sqs = new SQSClient(settings);
	const events = new EventBridgeClient(settings);
	const { QueueUrl } = await sqs.send(
		new CreateQueueCommand({ QueueName: name }),
	);
	const { Attributes } = await sqs.send(
		new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
	);
	const Rule = { EventBusName: bus, Name: name };
	await events.send(
		new PutRuleCommand({
			...Rule,
			EventPattern: JSON.stringify({ "detail-type": types }),
		}),
	);
	await events.send(
		new PutTargetsCommand({
			EventBusName: bus,
			Rule: Rule.Name,
			Targets: [
				{ Id: "tap", Arn: Attributes?.QueueArn, InputPath: "$.detail" },
			],
		}),
	);
	events.destroy();
	return {
		async next() {
			const { Messages: [message] = [] } = await sqs.send(
				new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }),
			);
			if (!message?.Body) throw new Error(`the bus had no ${types.join(", ")}`);
			return message.Body;
		},
		async some() {
			const { Messages = [] } = await sqs.send(
				new ReceiveMessageCommand({
					QueueUrl,
					WaitTimeSeconds: 1,
					MaxNumberOfMessages: 10,
				}),
			);
			if (Messages.length === 0) return [];
			await sqs.send(
				new DeleteMessageBatchCommand({
					QueueUrl,
					Entries: Messages.map(({ ReceiptHandle }, i) => ({
						Id: String(i),
						ReceiptHandle,
					})),
				}),
			);
			return Messages.map(({ Body = "" }) => Body);
		},
	};
}
