import type { EventTargetArgs } from "@pulumi/aws/cloudwatch";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda";
import type { QueueArgs } from "@pulumi/aws/sqs";
import { limits } from "../../contracts/limits";

export const queueDefaults = {
	// Encrypted by SQS's own key: with one of KMS the bus drops events silently where its policy lacks a grant.
	sqsManagedSseEnabled: true,
	// The provider's default is 256 KiB: the bus would drop larger events.
	maxMessageSize: limits.queueMessageBytes,
} satisfies QueueArgs;

/** A message that failed so often is put aside. */
export const maxReceiveCount = 5;

/** Seconds: six times the function's timeout, as AWS asks, and the batching window. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function visibilityTimeout(functionTimeout: number, window = 0): number {
	return 6 * functionTimeout + window;
}

export const jobQueueDefaults = {
	// Seconds: a little more than the function's 300, so that what it gives back soon goes on. AWS's six times are for batches
	// that wait for a free function; here one message has one, and a run that is too many meets the other's lease.
	visibility: 330,
	// Each is up to five minutes of work: an hour for one period. What cannot succeed becomes a fault at the first.
	maxReceiveCount: 12,
	// One does not wait for another's pages.
	batchSize: 1,
};

export const queueMappingDefaults = {
	// The most that SQS gives without a window.
	batchSize: 10,
	// Only the messages that failed come back.
	functionResponseTypes: ["ReportBatchItemFailures"],
} satisfies Partial<EventSourceMappingArgs>;

export const targetDefaults = {
	// The message is the envelope: the same in queue, replay and fault.
	inputPath: "$.detail",
	// AWS's own defaults, said: what cannot be delivered within a day goes to the dead-letter queue.
	retryPolicy: {
		maximumEventAgeInSeconds: 24 * 60 * 60,
		maximumRetryAttempts: 185,
	},
} satisfies Partial<EventTargetArgs>;
