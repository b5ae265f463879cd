import { Queue } from "../../../testkit/queue";

const events = ["a", "b", "c"];

function queue() {
	const queue = new Queue();
	for (const id of events) queue.push({ id }, JSON.stringify({ id }));
	const ids = (messages: readonly { event: { id: string } }[]) =>
		messages.map(({ event }) => event.id);
	return { queue, ids };
}

const answered = (...failed: string[]) => ({
	kind: "answered" as const,
	value: {
		batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
	},
});

test("messages come from any place on", () => {
	const { queue: it, ids } = queue();
	expect(ids(it.receive(1, 1))).toEqual(["b"]);
	expect(ids(it.receive(0, 5))).toEqual(["a", "c"]);
	expect(ids(it.unfinished())).toEqual(["b", "a", "c"]);
});

test("of a batch just those that failed come back", () => {
	const { queue: it, ids } = queue();
	const batch = it.receive(0, 3);
	const [record] = it.toRecords(batch.slice(1));
	expect(record).toMatchObject({ body: '{"id":"b"}' });
	it.answer(batch, answered(record?.messageId ?? ""));
	expect(ids(it.messages)).toEqual(["b"]);
	expect(ids(it.done)).toEqual(["a", "c"]);
});

test("of a function that died all come back, and what keeps failing is put aside until somebody redrives it", () => {
	const { queue: it, ids } = queue();
	for (let i = 0; i < 3; i++) {
		expect(it.dead).toEqual([]);
		it.answer(it.receive(0, 3), { kind: "killed" });
	}
	expect(it.messages).toEqual([]);
	expect(ids(it.dead)).toEqual(events);
	expect(it.redrive()).toBe(3);
	expect(ids(it.messages)).toEqual(events);
});

test("what was handled may come again, and what was not may be given up", () => {
	const { queue: it, ids } = queue();
	expect(it.repeat(0)).toBeUndefined();
	it.answer(it.receive(0, 1), answered());
	it.repeat(0);
	expect(ids(it.messages)).toEqual(["b", "c", "a"]);
	it.giveUp(0);
	expect([ids(it.messages), ids(it.dead)]).toEqual([["c", "a"], ["b"]]);
});
