import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/**
 * A call that hangs must fail while the invocation still has time to report it: the SDK's own default is to wait for ever.
 * Times in ms.
 */
export const callSettings = {
	maxAttempts: 3,
	requestHandler: {
		connectionTimeout: 1000,
		requestTimeout: 3000,
		// Without it the SDK only warns, and waits on.
		throwOnRequestTimeout: true,
	},
};

let dynamo: DynamoDBDocumentClient | undefined;
let events: Promise<EventBridgeClient> | undefined;
let schedules: Promise<SchedulerClient> | undefined;
let secrets: Promise<SecretsManagerClient> | undefined;
const buckets = new Map<string, Promise<S3Client>>();

export function documentClient(): DynamoDBDocumentClient {
	dynamo ??= DynamoDBDocumentClient.from(new DynamoDBClient(callSettings), {
		marshallOptions: { removeUndefinedValues: true },
	});
	return dynamo;
}

/** Loaded when first needed: most functions publish nothing but faults. */
export function eventBridgeClient(): Promise<EventBridgeClient> {
	events ??= import("@aws-sdk/client-eventbridge").then(
		({ EventBridgeClient }) => new EventBridgeClient(callSettings),
	);
	return events;
}

/** Loaded when first needed: few events are too large for the bus. */
export function s3Client(region: string): Promise<S3Client> {
	const client =
		buckets.get(region) ??
		import("../lazy/s3.js").then(
			({ S3Client }) => new S3Client({ ...callSettings, region }),
		);
	buckets.set(region, client);
	return client;
}

/** Loaded when first needed: only rules with a deadline schedule anything. */
export function schedulerClient(): Promise<SchedulerClient> {
	schedules ??= import("../lazy/scheduler.js").then(
		({ SchedulerClient }) => new SchedulerClient(callSettings),
	);
	return schedules;
}

/** Loaded when first needed: only gateways have secrets. */
export function secretsManagerClient(): Promise<SecretsManagerClient> {
	secrets ??= import("../lazy/secrets-manager.js").then(
		({ SecretsManagerClient }) => new SecretsManagerClient(callSettings),
	);
	return secrets;
}
