import fc from "fast-check";
import {
	afterAttempt,
	afterDiscard,
	afterResubmission,
	type FaultRow,
} from "../../../../../runtime/hub/core/fault-row";
import { noon } from "../../../../../testkit/records";
import { runs } from "../../world/runs";

const fault = (at = 0, fields: object = {}) => ({
	id: "fault-1",
	type: "fault",
	timestamp: noon + at,
	partitionKey: "order-1",
	tags: { source: "shop" },
	fault: {
		error: { name: "TypeError", message: `boom at ${at}` },
		rule: "keep-orders",
		function: "shop-listener",
		attempt: `attempt-${at}`,
		record: { body: "{}" },
	},
	...fields,
});

const first = () => afterAttempt(undefined, fault(), "us-east-1");

test("a fault is open, and found by its service and time", () => {
	expect(first()).toMatchObject({
		pk: "fault-1",
		sk: "fault",
		discriminator: "fault",
		data: "shop#2030-01-01T12:00:00.000Z",
		awsregion: "us-east-1",
		attempts: 1,
		status: "open",
		record: '{"body":"{}"}',
	});
});

test("attempts in whatever order: each counts, and the latest says what it is", () => {
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 }),
			(times) => {
				const row = times.reduce<FaultRow | undefined>(
					(before, at) => afterAttempt(before, fault(at), "us-east-1"),
					undefined,
				);
				const latest = Math.max(...times);
				expect(row).toMatchObject({
					attempts: times.length,
					firstSeen: noon + Math.min(...times),
					lastSeen: noon + latest,
					error: { message: `boom at ${latest}` },
				});
			},
		),
		runs(),
	);
});

test("of a large fault its place is kept; of one that shrinks again the record", () => {
	const s3 = { bucket: "claims", key: "claims/1", region: "us-east-1" };
	const large = afterAttempt(first(), fault(1, { s3 }), "us-east-1");
	expect(large).toMatchObject({ claim: s3 });
	expect(large).not.toHaveProperty("record");
	const small = afterAttempt(large, fault(2), "us-east-1");
	expect(small).toMatchObject({ record: '{"body":"{}"}' });
	expect(small).not.toHaveProperty("claim");
	// An older attempt changes neither.
	const older = afterAttempt(large, fault(0), "us-east-1");
	expect(older).toMatchObject({ claim: s3 });
	expect(older.record).toBeUndefined();
});

test("sent again and done, it is settled and kept for 90 days", () => {
	const row = afterResubmission(first(), { at: noon, outcome: "done" });
	expect(row).toMatchObject({
		status: "resubmitted",
		resubmission: { at: noon, outcome: "done" },
		ttl: noon / 1000 + 90 * 24 * 60 * 60,
	});
	expect(row.changeId).not.toBe(first().changeId);
});

test("it is settled too where only faults of single rules are left of it", () => {
	const became = ["fault-2"];
	expect(
		afterResubmission(first(), { at: noon, outcome: "failed", became }),
	).toMatchObject({ status: "resubmitted", resubmission: { became } });
});

test.each(["failed", "retryable"] as const)(
	"sent again and %s, it stays open",
	(outcome) => {
		const settled = afterResubmission(first(), { at: noon, outcome: "done" });
		const row = afterResubmission(settled, { at: noon + 1, outcome });
		expect(row).toMatchObject({ status: "open", resubmission: { outcome } });
		expect(row).not.toHaveProperty("ttl");
	},
);

test("a settled fault that fails again is open, and stays until it is settled", () => {
	const settled = afterResubmission(first(), { at: noon, outcome: "done" });
	const again = afterAttempt(settled, fault(5), "us-east-1");
	expect(again).toMatchObject({
		status: "open",
		attempts: 2,
		resubmission: { outcome: "done" },
	});
	expect(again).not.toHaveProperty("ttl");
});

test("one that was discarded is kept for a while, and open again if it fails again", () => {
	const discarded = afterDiscard(first(), noon);
	expect(discarded).toMatchObject({
		status: "discarded",
		attempts: 1,
		ttl: noon / 1000 + 90 * 24 * 60 * 60,
	});
	const again = afterAttempt(discarded, fault(1), "us-east-1");
	expect(again).toMatchObject({ status: "open", attempts: 2 });
	expect(again.ttl).toBeUndefined();
});
