import { image, row, streamRecord } from "../../../testkit";
import { StreamMapping } from "../../../testkit/stream-mapping";

const wanted = ["a", "b", "c"].map((pk) =>
	streamRecord({ now: image({ pk }) }),
);
const unwanted = streamRecord({ now: image({ discriminator: "note" }) });
const filter = JSON.stringify({
	dynamodb: { NewImage: { discriminator: { S: [row().discriminator] } } },
});

const mapping = (records = wanted) =>
	new StreamMapping(records, [filter], () => 0);
const numbers = (
	records: readonly { dynamodb?: { SequenceNumber?: string } }[] = [],
) => records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
const failedAt = (place: number) => ({
	kind: "answered" as const,
	value: {
		batchItemFailures: [
			{ itemIdentifier: wanted[place]?.dynamodb?.SequenceNumber ?? "" },
		],
	},
});
const done = { kind: "answered" as const, value: { batchItemFailures: [] } };

test("a batch is of the records that its filters want, one at a time", () => {
	const it = mapping([unwanted, ...wanted]);
	expect(it.next(1)).toBeUndefined();
	expect(it.next(2)).toEqual(wanted.slice(0, 2));
	expect(it.isDue()).toBe(false);
	it.answer(done);
	expect(it.isDue()).toBe(true);
	expect(it.next(100)).toEqual(wanted.slice(2));
	it.answer(done);
	expect(it.isDue()).toBe(false);
	expect(it.unfinished()).toEqual([]);
});

test("it goes on from the lowest record that failed", () => {
	const it = mapping();
	it.next(3);
	it.answer(failedAt(1));
	expect(numbers(it.next(1))).toEqual(numbers(wanted.slice(1)));
	expect(numbers(it.unfinished())).toEqual(numbers(wanted.slice(1)));
});

test("a batch whose function died is halved, and what keeps failing is put aside with what it was", () => {
	const it = mapping();
	for (let i = 0; i < 20 && it.destination.length === 0; i++) {
		it.next(3);
		it.answer({ kind: "killed" });
	}
	expect(it.destination).toEqual(wanted.slice(0, 1));
	expect(it.unfinished()).toContain(wanted[0]);
	expect(it.redrive()).toEqual(wanted.slice(0, 1));
	expect(it.redrive()).toEqual([]);
});
