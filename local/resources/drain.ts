import {
	type EventSourceMappingConfiguration,
	LambdaClient,
	ListEventSourceMappingsCommand,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import {
	GetQueueAttributesCommand,
	GetQueueUrlCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { type Context, clientOf } from "./context";
import { until } from "./until";

/** ms; a message that failed stays invisible for minutes, and cannot be told from one in flight. A record that fails is retried as long. */
const limit = 1_000;

/**
 * Changes a function while nothing runs in it: the emulator kills what is in flight, and a queue's message would be
 * back only after its visibility timeout. Callers of an API can still meet the change; they get one 502.
 */
export async function whileIdle(
	functionName: string,
	context: Context,
	change: () => Promise<void>,
): Promise<void> {
	const mappings = await queueMappings(functionName, context);
	await setEnabled(mappings, false, context);
	try {
		await Promise.all([
			Promise.race([context.streams.idle(functionName), after(limit)]),
			...mappings.map((mapping) => queueIdle(mapping, context)),
		]);
		await change();
	} finally {
		await setEnabled(mappings, true, context);
	}
}

async function queueMappings(functionName: string, context: Context) {
	const { EventSourceMappings = [] } = await clientOf(
		context,
		LambdaClient,
	).send(new ListEventSourceMappingsCommand({ FunctionName: functionName }));
	return EventSourceMappings.filter((mapping) => mapping.State === "Enabled");
}

async function setEnabled(
	mappings: EventSourceMappingConfiguration[],
	enabled: boolean,
	context: Context,
) {
	const lambda = clientOf(context, LambdaClient);
	await Promise.all(
		mappings.map(({ UUID }) =>
			lambda.send(
				new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }),
			),
		),
	);
}

async function queueIdle(
	mapping: EventSourceMappingConfiguration,
	context: Context,
) {
	const sqs = clientOf(context, SQSClient);
	const name = mapping.EventSourceArn?.split(":").at(-1);
	const { QueueUrl } = await sqs.send(
		new GetQueueUrlCommand({ QueueName: name }),
	);
	const inFlight = "ApproximateNumberOfMessagesNotVisible";
	await until(async () => {
		const { Attributes } = await sqs.send(
			new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [inFlight] }),
		);
		return Attributes?.[inFlight] === "0" ? true : undefined;
	}, limit);
}

function after(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
