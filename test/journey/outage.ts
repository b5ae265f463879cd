import {
	GetFunctionConfigurationCommand,
	LambdaClient,
	ListEventSourceMappingsCommand,
	ListFunctionsCommand,
	UpdateFunctionConfigurationCommand,
	waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import {
	GetQueueAttributesCommand,
	GetQueueUrlCommand,
	SendMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { Platform } from "../../local/platform";
import { settingsOf } from "../../local/resources/clients";

/** A function of a region: where it is broken and mended, from outside. */
export interface Place {
	region: string;
	service: string;
	kind: "listener" | "trigger" | "webhook" | "job";
}

/** Nobody listens there: every call is refused, as by a service that is out of reach. */
export const nowhere = "http://127.0.0.1:9";

/** What happens to functions on AWS and is no bug of theirs: a service that they need is out of reach. */
export class Outages {
	constructor(private readonly platform: Pick<Platform, "endpoint">) {}

	/** The function finds a service of AWS at another endpoint until the result is called. */
	redirect(place: Place, service: string, endpoint: string) {
		// As the SDK reads it. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
		return this.set(place, { [`AWS_ENDPOINT_URL_${service}`]: endpoint });
	}

	/** What the function is told by its environment. */
	private async variables(place: Place): Promise<Record<string, string>> {
		const lambda = new LambdaClient(this.settings(place));
		const { Environment } = await lambda.send(
			new GetFunctionConfigurationCommand({
				FunctionName: await nameOf(lambda, place),
			}),
		);
		lambda.destroy();
		return Environment?.Variables ?? {};
	}

	/** The function is told something else until the result is called. */
	async set(place: Place, variables: Record<string, string>) {
		const lambda = new LambdaClient(this.settings(place));
		const FunctionName = await nameOf(lambda, place);
		const before = await this.variables(place);
		const update = async (Variables: Record<string, string>) => {
			await lambda.send(
				new UpdateFunctionConfigurationCommand({
					FunctionName,
					Environment: { Variables },
				}),
			);
			await waitUntilFunctionUpdatedV2(
				{ client: lambda, minDelay: 1, maxWaitTime: 20 },
				{ FunctionName },
			);
		};
		await update({ ...before, ...variables });
		return async () => {
			await update(before);
			lambda.destroy();
		};
	}

	/** Sends a message to the function's queue, as a schedule does. */
	async send(place: Place, message: object): Promise<void> {
		const sqs = new SQSClient(this.settings(place));
		await sqs.send(
			new SendMessageCommand({
				QueueUrl: await this.queueOf(place, sqs),
				MessageBody: JSON.stringify(message),
			}),
		);
		sqs.destroy();
	}

	/** The function's queue gives a failed message back after a second, not after minutes, until the result is called. */
	async hurry(place: Place) {
		const sqs = new SQSClient(this.settings(place));
		const QueueUrl = await this.queueOf(place, sqs);
		const set = (seconds: number) =>
			sqs.send(
				new SetQueueAttributesCommand({
					QueueUrl,
					Attributes: { VisibilityTimeout: String(seconds) },
				}),
			);
		const { Attributes } = await sqs.send(
			new GetQueueAttributesCommand({
				QueueUrl,
				AttributeNames: ["VisibilityTimeout"],
			}),
		);
		await set(1);
		return async () => {
			await set(Number(Attributes?.VisibilityTimeout));
			sqs.destroy();
		};
	}

	private async queueOf(place: Place, sqs: SQSClient) {
		const lambda = new LambdaClient(this.settings(place));
		const { EventSourceMappings: [mapping] = [] } = await lambda.send(
			new ListEventSourceMappingsCommand({
				FunctionName: await nameOf(lambda, place),
			}),
		);
		lambda.destroy();
		const QueueName = mapping?.EventSourceArn?.split(":").at(-1);
		const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
		return QueueUrl;
	}

	private settings({ region }: Place) {
		return settingsOf(this.platform.endpoint, region);
	}
}

async function nameOf(lambda: LambdaClient, { service, kind }: Place) {
	const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
	const names = Functions.map(({ FunctionName = "" }) => FunctionName);
	const name = names.find((each) => each.endsWith(`-${service}-${kind}`));
	if (!name) throw new Error(`${service} has no ${kind}`);
	return name;
}
