// How the records of a shard become batches: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
import type { ResponseContext } from "./response";

/** A record that was read from a shard; `createdAt` in ms. */
export interface Entry<R> {
	sequenceNumber: string;
	createdAt: number;
	bytes: number;
	record: R;
}

export interface QueuedEntry<R> {
	entry: Entry<R>;
	arrivedAt: number;
}

/** Records that are sent to the function together, and how often they were. */
export interface Batch<R> {
	entries: Entry<R>[];
	/** Times that the function ran with these records. */
	invocations: number;
	/** Times that the function could not be invoked. */
	refusals: number;
	/** Of the last invocation. */
	response?: ResponseContext;
}

// The payload of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const payloadBytes = 6 * 1024 * 1024;

export function newBatch<R>(entries: Entry<R>[]): Batch<R> {
	return { entries, invocations: 0, refusals: 0 };
}

/** How many of the queued records fit into one batch, and whether one more would not. */
export function fitting<R>(
	queue: QueuedEntry<R>[],
	batchSize: number,
): { count: number; full: boolean } {
	let bytes = 0;
	let count = 0;
	for (const { entry } of queue) {
		bytes += entry.bytes;
		if (count > 0 && bytes > payloadBytes) return { count, full: true };
		count += 1;
		if (count === batchSize) return { count, full: true };
	}
	return { count, full: false };
}

/** How many records at the head of a batch are too old to be sent. */
export function expiredCount<R>(
	batch: Batch<R>,
	maximumAgeMs: number,
	now: number,
): number {
	const fresh = batch.entries.findIndex(
		(entry) => now - entry.createdAt <= maximumAgeMs,
	);
	return fresh === -1 ? batch.entries.length : fresh;
}
