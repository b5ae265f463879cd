// What an answer of the function does to the batch that it was given.
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-bisect
import { backoff } from "./backoff";
import { type Batch, newBatch } from "./batch";
import { type Answer, readResponse, type Verdict } from "./response";
import {
	checkpoint,
	type Discard,
	type Settings,
	type State,
	type Step,
} from "./state";

/** Resolves what succeeded, and splits, repeats or gives up the rest. */
export function settle<R>(
	settings: Settings,
	state: State<R>,
	answer: Answer,
	now: number,
): Step<R> {
	const [head, ...rest] = state.batches;
	if (!state.invoking || !head) throw new Error("An answer to no invocation");
	const idle = { ...state, invoking: false };
	if (answer.kind === "notInvoked") {
		// Not the records' fault, so it takes no retry from them; only their age ends it.
		const refused = { ...head, refusals: head.refusals + 1 };
		return [retry(idle, [refused, ...rest], now), []];
	}

	const batch = {
		...head,
		invocations: head.invocations + 1,
		response: answer.response,
	};
	const verdict = judge(settings, answer, batch);
	if (verdict.kind === "done") {
		const next = { ...idle, batches: rest };
		return [next, checkpoint(next, batch.entries)];
	}

	const index = verdict.kind === "failedFrom" ? verdict.index : 0;
	const done = batch.entries.slice(0, index);
	const remainder = { ...batch, entries: batch.entries.slice(index) };
	const pieces = settings.bisect ? split(batch, verdict) : undefined;
	const cap = settings.maximumRetryAttempts;
	if (pieces || cap === -1 || remainder.invocations <= cap) {
		const next = retry(idle, [...(pieces ?? [remainder]), ...rest], now);
		return [next, checkpoint(next, done)];
	}

	const next = { ...idle, batches: rest };
	const discard: Discard<R> = {
		kind: "sendToFailureDestination",
		entries: remainder.entries,
		reason: "RetryAttemptsExhausted",
		invocations: remainder.invocations,
		response: remainder.response,
	};
	// One checkpoint for both: the records before the remainder are done, too.
	return [next, [discard, ...checkpoint(next, remainder.entries)]];
}

function judge<R>(
	settings: Settings,
	answer: Exclude<Answer, { kind: "notInvoked" }>,
	batch: Batch<R>,
): Verdict {
	if (answer.kind === "functionError") return { kind: "failed" };
	if (!settings.reportBatchItemFailures) return { kind: "done" };
	return readResponse(
		answer.payload,
		batch.entries.map((entry) => entry.sequenceNumber),
	);
}

// New batches have their retries still before them: a split takes none. A report splits at its number, an error in halves;
// a report of the first record splits nothing, so such a batch stays whole and uses up its retries.
function split<R>(batch: Batch<R>, verdict: Verdict): Batch<R>[] | undefined {
	const { entries } = batch;
	if (verdict.kind === "failedFrom") {
		return verdict.index === 0
			? undefined
			: [newBatch(entries.slice(verdict.index))];
	}
	if (entries.length === 1) return undefined;
	const middle = Math.ceil(entries.length / 2);
	return [newBatch(entries.slice(0, middle)), newBatch(entries.slice(middle))];
}

function retry<R>(state: State<R>, batches: Batch<R>[], now: number): State<R> {
	const [head] = batches;
	const attempts = head ? head.invocations + head.refusals : 0;
	return { ...state, batches, retryAt: now + backoff(Math.max(attempts, 1)) };
}
