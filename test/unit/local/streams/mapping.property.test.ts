import fc from "fast-check";
import { step } from "../../../../local/streams/mapping";
import type { Answer } from "../../../../local/streams/response";
import {
	type Action,
	emptyState,
	pendingCount,
	type Settings,
} from "../../../../local/streams/state";
import { defaults, entry, failed, ok, throttled, thrown } from "./records";

const settings = fc.record({
	batchSize: fc.integer({ min: 1, max: 6 }),
	batchWindowSeconds: fc.constantFrom(0, 1),
	bisect: fc.boolean(),
	reportBatchItemFailures: fc.boolean(),
	maximumRetryAttempts: fc.constantFrom(-1, 0, 1, 3),
	maximumRecordAgeSeconds: fc.constantFrom(-1, 60),
	refused: fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
});

// How many records arrive, and then how the function answers: with which of its records as failed, or otherwise.
const turns = fc.array(
	fc.record({
		arrivals: fc.nat(4),
		answer: fc.oneof(
			fc.constantFrom("ok", "thrown", "throttled", "unknown"),
			fc.array(fc.nat(5), { minLength: 1 }),
		),
		waitMs: fc.nat(20_000),
	}),
	{ maxLength: 30 },
);

test("every record ends once, done or discarded, and none before those that stand before it", () => {
	fc.assert(
		fc.property(settings, turns, ({ refused, ...chosen }, sequence) => {
			const accepts = (record: unknown) => !refused.includes(Number(record));
			const shard = simulate({ ...defaults, ...chosen, accepts });
			for (const { arrivals, answer, waitMs } of sequence) {
				shard.arrive(arrivals);
				shard.answer((batch) => toAnswer(answer, batch));
				shard.wait(waitMs);
			}
			while (shard.pending() > 0) {
				shard.answer(() => ok);
				shard.wait(1000);
			}
			const wanted = shard.arrived().filter(accepts);
			expect([...shard.resolved.keys()]).toEqual(wanted);
			expect(shard.checkpoint()).toBe(shard.arrived().length);
		}),
		{ numRuns: 500 },
	);
});

function toAnswer(answer: string | number[], batch: number[]): Answer {
	if (typeof answer !== "string") {
		return failed(...answer.map((i) => String(batch[i % batch.length])));
	}
	if (answer === "thrown") return thrown;
	if (answer === "throttled") return throttled;
	return answer === "unknown" ? failed("none") : ok;
}

/** Believes nothing that the machine says: what is done follows from the function's own answers. */
function simulate(settings: Settings) {
	let state = emptyState<string>();
	let now = 0;
	let count = 0;
	let checkpoint = 0;
	let running: number[] | undefined;
	const succeeded = new Set<number>();
	const discarded = new Set<number>();
	const resolved = new Map<number, "done" | "discarded">();

	function carryOut([next, actions]: [typeof state, Action<string>[]]): void {
		state = next;
		for (const action of actions) {
			if (action.kind === "invoke") {
				running = action.entries.map(({ record }) => Number(record));
				expect(running.length).toBeLessThanOrEqual(settings.batchSize);
				const oldest = unresolved()[0];
				expect(running[0]).toBe(oldest);
			}
			if (action.kind === "sendToFailureDestination") {
				for (const { record } of action.entries) discarded.add(Number(record));
			}
			if (action.kind === "checkpoint") advance(Number(action.sequenceNumber));
		}
	}

	function advance(to: number): void {
		expect(to).toBeGreaterThan(checkpoint);
		for (const number of unresolved().filter((number) => number <= to)) {
			expect(succeeded.has(number) || discarded.has(number)).toBe(true);
			resolved.set(number, discarded.has(number) ? "discarded" : "done");
		}
		checkpoint = to;
	}

	function unresolved(): number[] {
		return arrived().filter(
			(number) => !resolved.has(number) && settings.accepts(number),
		);
	}

	function arrived(): number[] {
		return Array.from({ length: count }, (_, i) => i + 1);
	}

	return {
		resolved,
		arrived,
		pending: () => pendingCount(state),
		checkpoint: () => checkpoint,
		arrive(arrivals: number) {
			const entries = Array.from({ length: arrivals }, () => {
				count += 1;
				return entry(count, now);
			});
			carryOut(step(settings, state, { kind: "records", entries }, now));
		},
		answer(by: (batch: number[]) => Answer) {
			if (!running) return;
			const batch = running;
			running = undefined;
			const answer = by(batch);
			for (const number of successes(answer, batch)) succeeded.add(number);
			carryOut(step(settings, state, { kind: "answer", answer }, now));
		},
		wait(ms: number) {
			now += ms;
			carryOut(step(settings, state, { kind: "clock" }, now));
		},
	};

	function successes(answer: Answer, batch: number[]): number[] {
		if (answer.kind !== "returned") return [];
		if (answer === ok || !settings.reportBatchItemFailures) return batch;
		const numbers = JSON.stringify(answer.payload).match(/\d+/g) ?? [];
		const lowest = Math.min(...numbers.map(Number));
		return numbers.length > 0 ? batch.filter((n) => n < lowest) : [];
	}
}
