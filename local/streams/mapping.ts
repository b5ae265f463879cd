// One shard of one event source mapping, as a pure state machine. The rules are Lambda's:
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
import { type Entry, expiredCount, fitting, newBatch } from "./batch";
import { settle } from "./settle";
import {
	checkpoint,
	type Discard,
	type Input,
	pendingCount,
	type Settings,
	type State,
	type Step,
} from "./state";

// Records leave a stream after a day: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
const retentionSeconds = 24 * 60 * 60;

/** What becomes of a shard on an input at a time in ms, and what is to be done about it. */
export function step<R>(
	settings: Settings,
	state: State<R>,
	input: Input<R>,
	now: number,
): Step<R> {
	if (input.kind === "clock") return proceed(settings, state, now);
	const [next, actions] =
		input.kind === "records"
			? arrive(settings, state, input.entries, now)
			: settle(settings, state, input.answer, now);
	const [last, more] = proceed(settings, next, now);
	return [last, [...actions, ...more]];
}

function arrive<R>(
	settings: Settings,
	state: State<R>,
	entries: Entry<R>[],
	now: number,
): Step<R> {
	const wanted = entries
		.filter((entry) => settings.accepts(entry.record))
		.map((entry) => ({ entry, arrivedAt: now }));
	const next = {
		...state,
		queue: [...state.queue, ...wanted],
		lastRead: entries.at(-1)?.sequenceNumber ?? state.lastRead,
	};
	return [next, pendingCount(next) === 0 ? checkpoint(next, entries) : []];
}

// The oldest batch goes first and alone: while it is not resolved, nothing behind it moves.
function proceed<R>(settings: Settings, state: State<R>, now: number): Step<R> {
	if (state.invoking) return [state, []];
	const [head] = state.batches;
	if (!head) return fill(settings, state, now);
	if (now < state.retryAt) {
		return [state, [{ kind: "wait", ms: state.retryAt - now }]];
	}
	const expired = expiredCount(head, maximumAgeMs(settings), now);
	if (expired > 0) return discardExpired(settings, state, expired, now);
	return [
		{ ...state, invoking: true },
		[{ kind: "invoke", entries: head.entries }],
	];
}

function fill<R>(settings: Settings, state: State<R>, now: number): Step<R> {
	const [oldest] = state.queue;
	if (!oldest) return [state, []];
	const { count, full } = fitting(state.queue, settings.batchSize);
	const due = oldest.arrivedAt + settings.batchWindowSeconds * 1000;
	if (!full && now < due) return [state, [{ kind: "wait", ms: due - now }]];
	const entries = state.queue.slice(0, count).map(({ entry }) => entry);
	const queue = state.queue.slice(count);
	return proceed(
		settings,
		{ ...state, queue, batches: [newBatch(entries)], retryAt: 0 },
		now,
	);
}

function discardExpired<R>(
	settings: Settings,
	state: State<R>,
	count: number,
	now: number,
): Step<R> {
	const [head, ...rest] = state.batches;
	if (!head) return [state, []];
	const expired = head.entries.slice(0, count);
	const kept = { ...head, entries: head.entries.slice(count) };
	const next = {
		...state,
		batches: kept.entries.length > 0 ? [kept, ...rest] : rest,
	};
	const discard: Discard<R> = {
		kind: "sendToFailureDestination",
		entries: expired,
		reason: "RecordAgeExceeded",
		invocations: head.invocations,
		response: head.response,
	};
	const [last, more] = proceed(settings, next, now);
	return [last, [discard, ...checkpoint(next, expired), ...more]];
}

function maximumAgeMs({ maximumRecordAgeSeconds: age }: Settings): number {
	return (
		(age === -1 ? retentionSeconds : Math.min(age, retentionSeconds)) * 1000
	);
}
