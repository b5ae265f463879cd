import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
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
