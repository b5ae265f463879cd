import type { Entry } from "../../../../local/streams/batch";
import { step } from "../../../../local/streams/mapping";
import type { Answer } from "../../../../local/streams/response";
import {
	type Action,
	emptyState,
	type Input,
	type Settings,
} from "../../../../local/streams/state";

export const defaults: Settings = {
	accepts: () => true,
	batchSize: 10,
	batchWindowSeconds: 0,
	bisect: false,
	maximumRetryAttempts: -1,
	maximumRecordAgeSeconds: -1,
	reportBatchItemFailures: true,
};

/** Records 1, 2, 3, ... of a shard, whose sequence numbers are the same. */
export function entry(number: number, createdAt = 0): Entry<string> {
	const name = String(number);
	return { sequenceNumber: name, createdAt, bytes: 100, record: name };
}

export const ok: Answer = { kind: "returned", payload: null };
export const thrown: Answer = { kind: "functionError" };
export const throttled: Answer = { kind: "notInvoked" };

export function failed(...identifiers: unknown[]): Answer {
	const batchItemFailures = identifiers.map((itemIdentifier) => ({
		itemIdentifier,
	}));
	return { kind: "returned", payload: { batchItemFailures } };
}

/** Drives the state machine of one shard with a clock of its own; actions come back as one line each. */
export function driver(overrides: Partial<Settings> = {}) {
	const settings = { ...defaults, ...overrides };
	let state = emptyState<string>();
	let now = 0;
	const take = (input: Input<string>): string[] => {
		const [next, actions] = step(settings, state, input, now);
		state = next;
		return actions.map(line);
	};
	return {
		arrive: (...numbers: number[]) =>
			take({
				kind: "records",
				entries: numbers.map((number) => entry(number)),
			}),
		read: (entries: Entry<string>[]) => take({ kind: "records", entries }),
		answer: (answer: Answer) => take({ kind: "answer", answer }),
		clock(ms: number) {
			now += ms;
			return take({ kind: "clock" });
		},
		/** Answers, and lets the back-off pass. */
		retry(answer: Answer) {
			const actions = take({ kind: "answer", answer });
			now += 60_000;
			return [
				...actions.filter((action) => !action.startsWith("wait")),
				...take({ kind: "clock" }),
			];
		},
	};
}

function line(action: Action<string>): string {
	switch (action.kind) {
		case "invoke":
			return `invoke ${action.entries.map(({ record }) => record)}`;
		case "wait":
			return `wait ${action.ms}`;
		case "checkpoint":
			return `checkpoint ${action.sequenceNumber}`;
		case "sendToFailureDestination":
			return `discard ${action.entries.map(({ record }) => record)}: ${action.reason} after ${action.invocations}`;
	}
}
