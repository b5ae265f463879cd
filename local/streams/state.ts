// The words of the state machine in mapping.ts.
import type { Batch, Entry, QueuedEntry } from "./batch";
import type { Filter } from "./filter";
import type { Answer, ResponseContext } from "./response";

export interface Settings {
	accepts: Filter;
	batchSize: number;
	batchWindowSeconds: number;
	bisect: boolean;
	/** -1: until the record expires. */
	maximumRetryAttempts: number;
	/** -1: until the record expires. */
	maximumRecordAgeSeconds: number;
	reportBatchItemFailures: boolean;
}

export interface State<R> {
	/** Accepted records that are in no batch yet. */
	queue: QueuedEntry<R>[];
	/** The first is being worked on, the others were split off it; in the order of the shard. */
	batches: Batch<R>[];
	invoking: boolean;
	/** No invocation before this time, in ms. */
	retryAt: number;
	lastRead?: string;
}

export type Input<R> =
	| { kind: "records"; entries: Entry<R>[] }
	| { kind: "answer"; answer: Answer }
	| { kind: "clock" };

/** To be carried out in their order, each before the next. */
export type Action<R> =
	| { kind: "invoke"; entries: Entry<R>[] }
	| { kind: "wait"; ms: number }
	| { kind: "checkpoint"; sequenceNumber: string }
	| Discard<R>;

export interface Discard<R> {
	kind: "sendToFailureDestination";
	entries: Entry<R>[];
	reason: "RetryAttemptsExhausted" | "RecordAgeExceeded";
	invocations: number;
	response?: ResponseContext;
}

export type Step<R> = [State<R>, Action<R>[]];

export function emptyState<R>(): State<R> {
	return { queue: [], batches: [], invoking: false, retryAt: 0 };
}

/** Records that were read, are wanted, and are neither done nor discarded. */
export function pendingCount<R>(state: State<R>): number {
	return state.batches.reduce(
		(count, batch) => count + batch.entries.length,
		state.queue.length,
	);
}

/** What was resolved up to: once nothing is pending, that includes what no filter wanted. */
export function checkpoint<R>(
	state: State<R>,
	resolved: Entry<R>[],
): Action<R>[] {
	const last = resolved.at(-1)?.sequenceNumber;
	if (last === undefined) return [];
	const sequenceNumber =
		pendingCount(state) === 0 ? (state.lastRead ?? last) : last;
	return [{ kind: "checkpoint", sequenceNumber }];
}
