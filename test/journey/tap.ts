import {
	EventBridgeClient,
	PutRuleCommand,
	PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
	CreateQueueCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";

interface Settings {
	endpoint: string;
	region: string;
	credentials: { accessKeyId: string; secretAccessKey: string };
}

interface Tap {
	/** The detail of the next event, as it stands on the bus. */
	next(): Promise<string>;
}

/** Hears a type of event on a region's bus as any subscriber could: with no key. */
export async function tapBus(
	settings: Settings,
	bus: string | undefined,
	type: string,
): Promise<Tap> {
	const sqs = new SQSClient(settings);
	const events = new EventBridgeClient(settings);
	const { QueueUrl } = await sqs.send(
		new CreateQueueCommand({ QueueName: `tap-${type}` }),
	);
	const { Attributes } = await sqs.send(
		new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
	);
	const Rule = { EventBusName: bus, Name: `tap-${type}` };
	await events.send(
		new PutRuleCommand({
			...Rule,
			EventPattern: JSON.stringify({ "detail-type": [type] }),
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
			if (!message?.Body) throw new Error(`the bus had no ${type}`);
			return message.Body;
		},
	};
}
