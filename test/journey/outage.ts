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
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { Platform } from "../../local/platform";

/** A function of a region: where it is broken and mended, from outside. */
interface Place {
	region: string;
	service: string;
	kind: "listener" | "trigger";
}

/** Nobody listens there: every call is refused, as by a service that is out of reach. */
export const nowhere = "http://127.0.0.1:9";

/** What happens to functions on AWS and is no bug of theirs: a service that they need is out of reach. */
export class Outages {
	constructor(private readonly platform: Pick<Platform, "endpoint">) {}

	/** The function finds a service of AWS at another endpoint until the result is called. */
	async redirect(place: Place, service: string, endpoint: string) {
		const lambda = new LambdaClient(this.settings(place));
		const FunctionName = await nameOf(lambda, place);
		const { Environment } = await lambda.send(
			new GetFunctionConfigurationCommand({ FunctionName }),
		);
		const set = async (Variables: Record<string, string>) => {
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
		const before = Environment?.Variables ?? {};
		// As the SDK reads it. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
		await set({ ...before, [`AWS_ENDPOINT_URL_${service}`]: endpoint });
		return async () => {
			await set(before);
			lambda.destroy();
		};
	}

	/** The function's queue gives a failed message back after a second, not after minutes, until the result is called. */
	async hurry(place: Place) {
		const lambda = new LambdaClient(this.settings(place));
		const sqs = new SQSClient(this.settings(place));
		const { EventSourceMappings: [mapping] = [] } = await lambda.send(
			new ListEventSourceMappingsCommand({
				FunctionName: await nameOf(lambda, place),
			}),
		);
		const QueueName = mapping?.EventSourceArn?.split(":").at(-1);
		const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
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
			lambda.destroy();
			sqs.destroy();
		};
	}

	private settings({ region }: Place) {
		return {
			endpoint: this.platform.endpoint,
			region,
			credentials: { accessKeyId: "test", secretAccessKey: "test" },
		};
	}
}

async function nameOf(lambda: LambdaClient, { service, kind }: Place) {
	const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
	const names = Functions.map(({ FunctionName = "" }) => FunctionName);
	const name = names.find((each) => each.endsWith(`-${service}-${kind}`));
	if (!name) throw new Error(`${service} has no ${kind}`);
	return name;
}
