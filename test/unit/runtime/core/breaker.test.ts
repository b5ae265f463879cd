import fc from "fast-check";
import {
	afterAnswer,
	afterFailure,
	type Breaker,
	coolDown,
	isClosed,
	newBreaker,
	probeLife,
	probing,
	tolerated,
} from "../../../../runtime/core/breaker";

const call = { isProbe: false };
const probe = { isProbe: true };

const failing = (failures: number): Breaker => ({ ...newBreaker, failures });
const open: Breaker = {
	...{ state: "open", failures: 5, openedAt: 0 },
	changes: [{ to: "open", at: 0 }],
};
const half: Breaker = {
	...{ state: "half-open", failures: 5, openedAt: 0, probeUntil: 100_000 },
	changes: [{ to: "half-open", at: 40_000 }, ...open.changes],
};

describe("a breaker", () => {
	type Case = [string, Breaker, (b: Breaker) => Breaker | undefined, object];
	test.each<Case>([
		[
			"counts a failure",
			failing(0),
			(b) => afterFailure(b, 1, call),
			failing(1),
		],
		[
			"forgets failures at an answer",
			failing(4),
			(b) => afterAnswer(b, 1, call),
			failing(0),
		],
		[
			"opens at the fifth failure in a row",
			failing(4),
			(b) => afterFailure(b, 7, call),
			{ ...open, openedAt: 7, changes: [{ to: "open", at: 7 }] },
		],
		[
			"stays open at the end of a call that began before",
			open,
			(b) => afterAnswer(b, 1, call),
			open,
		],
		[
			"counts nothing while it is open",
			open,
			(b) => afterFailure(b, 1, call),
			open,
		],
		[
			"is half-open once somebody probes",
			open,
			(b) => probing(b, 40_000),
			{ ...half, probeUntil: 40_000 + probeLife },
		],
		[
			"closes when the probe is answered",
			half,
			(b) => afterAnswer(b, 50_000, probe),
			{
				...failing(0),
				changes: [{ to: "closed", at: 50_000 }, ...half.changes],
			},
		],
		[
			"opens again when the probe fails",
			half,
			(b) => afterFailure(b, 50_000, probe),
			{
				...{ state: "open", failures: 6, openedAt: 50_000 },
				changes: [{ to: "open", at: 50_000 }, ...half.changes],
			},
		],
		[
			"minds no other call while somebody probes",
			half,
			(b) => afterAnswer(b, 1, call),
			half,
		],
		["nor its failure", half, (b) => afterFailure(b, 1, call), half],
		[
			"minds no probe that ends when it is open again",
			open,
			(b) => afterAnswer(b, 1, probe),
			open,
		],
	])("%s", (_, before, step, after) => {
		expect(step(before)).toEqual(after);
	});

	test("is not written where nothing changes", () => {
		const closed = failing(0);
		expect(afterAnswer(closed, 1, call)).toBe(closed);
		expect(afterAnswer(open, 1, call)).toBe(open);
		expect(afterFailure(half, 1, call)).toBe(half);
	});

	test.each<[string, Breaker, number]>([
		["is closed", newBreaker, 1e6],
		["has just opened", open, coolDown - 1],
		["is being probed", half, 99_999],
	])("may not be probed while it %s", (_, breaker, now) => {
		expect(probing(breaker, now)).toBeUndefined();
	});

	test("may be probed again when a probe has died", () => {
		expect(probing(half, 100_000)).toMatchObject({ state: "half-open" });
	});

	test("remembers its last ten changes", () => {
		let breaker: Breaker = open;
		for (let i = 1; i < 30; i++) {
			breaker = probing(breaker, i * 1e6) ?? breaker;
			breaker = afterFailure(breaker, i * 1e6 + 1, probe);
		}
		expect(breaker.changes).toHaveLength(10);
		expect(breaker.changes[0]).toEqual({ to: "open", at: 29e6 + 1 });
	});
});

type Happening = {
	what: "answer" | "failure" | "probe";
	isProbe: boolean;
	wait: number;
};

test("in any history a breaker is open after five failures in a row, until a probe is answered", () => {
	const happening: fc.Arbitrary<Happening> = fc.record({
		what: fc.constantFrom("answer", "failure", "failure", "failure", "probe"),
		isProbe: fc.boolean(),
		wait: fc.constantFrom(0, 1000, coolDown, probeLife),
	});
	fc.assert(
		fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
			let breaker = newBreaker;
			let row = 0;
			let now = 0;
			let probesUntil = -1;
			for (const { what, isProbe, wait } of happenings) {
				now += wait;
				const before = breaker;
				if (what === "probe") {
					const next = probing(before, now);
					// Never two probes at once, and none before it has cooled down.
					if (next) expect(now).toBeGreaterThanOrEqual(probesUntil);
					if (next) expect(isClosed(before)).toBe(false);
					if (next) probesUntil = now + probeLife;
					breaker = next ?? before;
				} else {
					const step = what === "answer" ? afterAnswer : afterFailure;
					breaker = step(before, now, { isProbe });
					if (isClosed(before)) row = what === "failure" ? row + 1 : 0;
					if (breaker.state === "open") probesUntil = -1;
				}
				if (isClosed(before)) expect(isClosed(breaker)).toBe(row < tolerated);
				else if (isClosed(breaker)) {
					expect([before.state, what, isProbe]).toEqual([
						"half-open",
						"answer",
						true,
					]);
					row = 0;
				}
			}
		}),
	);
});
