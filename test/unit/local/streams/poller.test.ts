import { setImmediate as nextTurn } from "node:timers/promises";
import type { PollerOptions } from "../../../../local/streams/options";
import { type Poller, startPoller } from "../../../../local/streams/poller";
import { startFake } from "./fake-streams";

type Fake = Awaited<ReturnType<typeof startFake>>;

let fake: Fake;
let poller: Poller | undefined;
const lines: string[] = [];

afterEach(async () => {
	await poller?.stop();
	await fake.close();
	lines.length = 0;
});

function optionsOf(overrides: Partial<PollerOptions> = {}): PollerOptions {
	return {
		id: "m1",
		streamArn: "arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/x",
		region: "eu-west-1",
		functionName: "fn",
		filters: [],
		batchSize: 10,
		batchWindowSeconds: 0,
		startingPosition: "TRIM_HORIZON",
		bisect: false,
		maximumRetryAttempts: 1,
		maximumRecordAgeSeconds: -1,
		reportBatchItemFailures: true,
		endpoint: fake.endpoint,
		log: (line) => lines.push(line),
		...overrides,
	};
}

function start(overrides: Partial<PollerOptions> = {}): Poller {
	poller = startPoller(optionsOf(overrides));
	return poller;
}

async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await nextTurn();
}

test("reads a stream from its beginning, in batches, and what is written later", async () => {
	fake = await startFake([{ id: "s1", records: ["1", "2", "3"] }]);
	const { idle } = start({ batchSize: 2 });
	await idle();
	expect(fake.invoked).toEqual([["1", "2"], ["3"]]);
	fake.shards[0]?.records.push("4");
	await idle();
	expect(fake.invoked.at(-1)).toEqual(["4"]);
});

test("LATEST leaves out what was there before", async () => {
	fake = await startFake([{ id: "s1", records: ["1", "2"] }]);
	const { idle } = start({ startingPosition: "LATEST" });
	await idle();
	fake.shards[0]?.records.push("3");
	await idle();
	expect(fake.invoked).toEqual([["3"]]);
});

test("reads a child after its parent, all of it even from LATEST if it appeared later", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	const { idle } = start({ startingPosition: "LATEST" });
	await idle();
	fake.shards[0]?.records.push("2");
	fake.shards.push({ id: "s2", parent: "s1", records: ["3"] });
	Object.assign(fake.shards[0] ?? {}, { closed: true });
	await idle();
	expect(fake.invoked).toEqual([["2"], ["3"]]);
});

test("renews an iterator that expired from the last record read", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	const { idle } = start();
	await idle();
	fake.faults.push({
		operation: "GetRecords",
		type: "ExpiredIteratorException",
	});
	fake.shards[0]?.records.push("2");
	await idle();
	expect(fake.invoked).toEqual([["1"], ["2"]]);
});

test("goes on with the oldest record if the stream was trimmed behind it", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	const { idle } = start();
	await idle();
	fake.faults.push({
		operation: "GetRecords",
		type: "TrimmedDataAccessException",
	});
	Object.assign(fake.shards[0] ?? {}, { records: ["2"] });
	await idle();
	expect(fake.invoked).toEqual([["1"], ["2"]]);
});

test("a lost emulator is said once, and what was written meanwhile is read", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	const type = "InternalServerError";
	fake.faults.push(
		{ operation: "DescribeStream", type },
		{ operation: "DescribeStream", type },
		{ operation: "DescribeStream", type },
	);
	await start().idle();
	expect(fake.invoked).toEqual([["1"]]);
	expect(lines).toEqual([
		"mapping m1: the emulator fails, trying again: InternalServerError",
		"mapping m1: the emulator works again",
	]);
});

test("gives a record that always fails to the bucket, under AWS's key, and goes on", async () => {
	fake = await startFake([{ id: "s1", records: ["1", "2", "3"] }]);
	fake.handler = (names) =>
		names.includes("2")
			? { batchItemFailures: [{ itemIdentifier: "2" }] }
			: null;
	await start({ batchSize: 2, onFailureBucket: "failures" }).idle();
	expect(fake.invoked).toEqual([["1", "2"], ["2"], ["3"]]);
	expect(fake.objects).toEqual([
		expect.stringMatching(
			/^\/failures\/aws\/lambda\/m1\/s1\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
		),
	]);
	expect(lines.at(-1)).toContain(
		"sent 1 record for fn (RetryAttemptsExhausted)",
	);
});

test("an update changes filters and function from the next batch on", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	const { idle, update } = start();
	await idle();
	update(optionsOf({ filters: ['{"eventName":["REMOVE"]}'] }));
	fake.shards[0]?.records.push("2");
	await idle();
	expect(fake.invoked).toEqual([["1"]]);
	expect(() => update(optionsOf({ streamArn: "other" }))).toThrow(
		"streamArn cannot be updated",
	);
});

test("stops at once and quietly, even while the function fails without end", async () => {
	fake = await startFake([{ id: "s1", records: ["1"] }]);
	fake.handler = () => ({ batchItemFailures: [{ itemIdentifier: "1" }] });
	const { idle, stop } = start({ maximumRetryAttempts: -1 });
	await until(() => fake.invoked.length > 1);
	const waiting = idle();
	await stop();
	await waiting;
	expect(lines).toEqual([]);
});

test.each([
	[
		{ parallelizationFactor: 2 },
		"a parallelization factor of 2 does not run locally",
	],
	[{ batchSize: 0 }, "the batch size must be 1 or more"],
	[{ filters: ['{"a":[{"cidr":"x"}]}'] }, 'unknown operator "cidr"'],
])("%j is refused before anything runs", async (overrides, message) => {
	fake = await startFake([]);
	expect(() => startPoller(optionsOf(overrides))).toThrow(message);
});
