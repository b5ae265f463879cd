import { backoff } from "../../../../local/streams/backoff";
import { driver, entry, failed, ok, throttled, thrown } from "./records";

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
describe("batches", () => {
	test("without a window, whatever was read is sent at once", () => {
		const shard = driver();
		expect(shard.arrive(1, 2)).toEqual(["invoke 1,2"]);
		expect(shard.answer(ok)).toEqual(["checkpoint 2"]);
	});

	test("hold at most the batch size", () => {
		const shard = driver({ batchSize: 2 });
		expect(shard.arrive(1, 2, 3)).toEqual(["invoke 1,2"]);
		expect(shard.answer(ok)).toEqual(["checkpoint 2", "invoke 3"]);
	});

	test("wait for the window that the first record opened", () => {
		const shard = driver({ batchWindowSeconds: 5 });
		expect(shard.arrive(1)).toEqual(["wait 5000"]);
		expect(shard.clock(2000)).toEqual(["wait 3000"]);
		expect(shard.arrive(2)).toEqual(["wait 3000"]);
		expect(shard.clock(3000)).toEqual(["invoke 1,2"]);
	});

	test("do not wait once they are full", () => {
		const shard = driver({ batchWindowSeconds: 5, batchSize: 2 });
		expect(shard.arrive(1)).toEqual(["wait 5000"]);
		expect(shard.arrive(2)).toEqual(["invoke 1,2"]);
	});

	test("stay within the 6 MB of an invocation, and do not wait beyond it", () => {
		const shard = driver({ batchWindowSeconds: 5 });
		const large = (number: number) => ({ ...entry(number), bytes: 4e6 });
		expect(shard.read([large(1), large(2)])).toEqual(["invoke 1"]);
	});

	test("follow one another: what arrives meanwhile waits", () => {
		const shard = driver();
		shard.arrive(1);
		expect(shard.arrive(2)).toEqual([]);
		expect(shard.answer(ok)).toEqual(["checkpoint 1", "invoke 2"]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
describe("filters", () => {
	const accepts = (record: unknown) => Number(record) % 2 === 0;

	test("come before batching", () => {
		const shard = driver({ accepts, batchSize: 2, batchWindowSeconds: 5 });
		expect(shard.arrive(1, 2, 3)).toEqual(["wait 5000"]);
		expect(shard.arrive(4)).toEqual(["invoke 2,4"]);
	});

	test("have what they refuse done at once", () => {
		expect(driver({ accepts }).arrive(1, 3)).toEqual(["checkpoint 3"]);
	});

	test("have what they refuse done no sooner than what stands before it", () => {
		const shard = driver({ accepts });
		expect(shard.arrive(2, 3)).toEqual(["invoke 2"]);
		expect(shard.answer(ok)).toEqual(["checkpoint 3"]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
describe("partial batch responses", () => {
	test("restart at the lowest failed number and repeat all after it", () => {
		const shard = driver();
		shard.arrive(1, 2, 3, 4);
		expect(shard.retry(failed("4", "2"))).toEqual([
			"checkpoint 1",
			"invoke 2,3,4",
		]);
	});

	test.each([
		["an unknown identifier", failed("9")],
		["an empty identifier", failed("")],
		["a null identifier", failed(null)],
	])("with %s fail the whole batch", (_, answer) => {
		const shard = driver();
		shard.arrive(1, 2);
		expect(shard.retry(answer)).toEqual(["invoke 1,2"]);
	});

	test("are ignored unless the mapping asks for them", () => {
		const shard = driver({ reportBatchItemFailures: false });
		shard.arrive(1, 2);
		expect(shard.answer(failed("1"))).toEqual(["checkpoint 2"]);
	});

	test("take a retry each, even if they got further", () => {
		const shard = driver({ maximumRetryAttempts: 1 });
		shard.arrive(1, 2, 3);
		shard.retry(failed("2"));
		expect(shard.retry(failed("3"))).toEqual([
			"discard 3: RetryAttemptsExhausted after 2",
			"checkpoint 3",
		]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
describe("a function error", () => {
	test("repeats the whole batch, and nothing passes it", () => {
		const shard = driver();
		shard.arrive(1, 2);
		expect(shard.arrive(3)).toEqual([]);
		expect(shard.retry(thrown)).toEqual(["invoke 1,2"]);
	});

	test("waits longer before each retry, up to a few seconds", () => {
		const shard = driver();
		shard.arrive(1);
		expect(shard.answer(thrown)).toEqual([`wait ${backoff(1)}`]);
		expect(shard.clock(10)).toEqual([`wait ${backoff(1) - 10}`]);
		expect(shard.clock(backoff(1))).toEqual(["invoke 1"]);
		expect(shard.answer(thrown)).toEqual([`wait ${backoff(2)}`]);
		expect(backoff(2)).toBeGreaterThan(backoff(1));
		expect(backoff(1000)).toBeLessThanOrEqual(5000);
	});

	test("after the last retry gives the batch to the destination, and the shard goes on", () => {
		const shard = driver({ maximumRetryAttempts: 2 });
		shard.arrive(1, 2);
		shard.arrive(3);
		expect(shard.retry(thrown)).toEqual(["invoke 1,2"]);
		expect(shard.retry(thrown)).toEqual(["invoke 1,2"]);
		expect(shard.retry(thrown)).toEqual([
			"discard 1,2: RetryAttemptsExhausted after 3",
			"checkpoint 2",
			"invoke 3",
		]);
	});

	test("with 0 retries gives up at once", () => {
		const shard = driver({ maximumRetryAttempts: 0 });
		shard.arrive(1);
		expect(shard.retry(thrown)).toEqual([
			"discard 1: RetryAttemptsExhausted after 1",
			"checkpoint 1",
		]);
	});

	test("with -1 retries repeats until the record leaves the stream after a day", () => {
		const shard = driver();
		shard.arrive(1);
		for (let i = 0; i < 100; i += 1) {
			expect(shard.retry(thrown)).toEqual(["invoke 1"]);
		}
		shard.answer(thrown);
		expect(shard.clock(24 * 60 * 60 * 1000)).toEqual([
			"discard 1: RecordAgeExceeded after 101",
			"checkpoint 1",
		]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
describe("an invocation that is refused", () => {
	test("takes no retry: the records wait until they are too old", () => {
		const shard = driver({
			maximumRetryAttempts: 0,
			maximumRecordAgeSeconds: 100,
		});
		shard.arrive(1);
		expect(shard.retry(throttled)).toEqual(["invoke 1"]);
		expect(shard.retry(throttled)).toEqual([
			"discard 1: RecordAgeExceeded after 0",
			"checkpoint 1",
		]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html (MaximumRecordAgeInSeconds)
describe("the maximum record age", () => {
	test("keeps old records from the function and lets younger ones of the batch go", () => {
		const shard = driver({ maximumRecordAgeSeconds: 60 });
		shard.clock(100_000);
		expect(shard.read([entry(1, 1000), entry(2, 90_000)])).toEqual([
			"discard 1: RecordAgeExceeded after 0",
			"checkpoint 1",
			"invoke 2",
		]);
	});

	test("ends retries", () => {
		const shard = driver({ maximumRecordAgeSeconds: 60 });
		shard.arrive(1);
		shard.answer(thrown);
		expect(shard.clock(60_001)).toEqual([
			"discard 1: RecordAgeExceeded after 1",
			"checkpoint 1",
		]);
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-bisect
describe("bisect", () => {
	test("halves a batch that failed, and finds the bad record; splitting takes no retry", () => {
		const shard = driver({ bisect: true, maximumRetryAttempts: 1 });
		shard.arrive(1, 2, 3, 4);
		expect(shard.retry(thrown)).toEqual(["invoke 1,2"]);
		expect(shard.retry(thrown)).toEqual(["invoke 1"]);
		expect(shard.answer(ok)).toEqual(["checkpoint 1", "invoke 2"]);
		expect(shard.retry(thrown)).toEqual(["invoke 2"]);
		expect(shard.retry(thrown)).toEqual([
			"discard 2: RetryAttemptsExhausted after 2",
			"checkpoint 2",
			"invoke 3,4",
		]);
	});

	test("happens whatever the response types are", () => {
		const shard = driver({ bisect: true, reportBatchItemFailures: false });
		shard.arrive(1, 2);
		expect(shard.retry(thrown)).toEqual(["invoke 1"]);
	});

	test("splits at the reported number, without taking a retry", () => {
		const shard = driver({ bisect: true, maximumRetryAttempts: 0 });
		shard.arrive(1, 2, 3);
		expect(shard.retry(failed("3"))).toEqual(["checkpoint 2", "invoke 3"]);
	});

	test("has nothing to split if the first record is reported: retries, then the destination, for all from there", () => {
		const shard = driver({ bisect: true, maximumRetryAttempts: 1 });
		shard.arrive(1, 2, 3);
		expect(shard.retry(failed("1"))).toEqual(["invoke 1,2,3"]);
		expect(shard.retry(failed("1"))).toEqual([
			"discard 1,2,3: RetryAttemptsExhausted after 2",
			"checkpoint 3",
		]);
	});
});
