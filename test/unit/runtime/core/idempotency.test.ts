import {
	type Answer,
	derivedIds,
	idempotently,
	type KeyedRequest,
} from "../../../../runtime/core/idempotency";
import { clearTelemetry, logged } from "../../../../testkit/telemetry";
import { world } from "../world/world";

jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const request: KeyedRequest = {
	subject: "user-1",
	route: "POST /items",
	key: "key-1",
	input: { body: { name: "Tea" } },
};
const context = { correlationId: "c", hops: 0, traceparent: "t" };
const day = 24 * 60 * 60 * 1000;

function idempotency(given: Parameters<typeof world>[0] = {}) {
	const all = world(given);
	let runs = 0;
	const once = async (): Promise<Answer> => ({
		status: 201,
		body: { run: ++runs },
	});
	const ask = (change: Partial<KeyedRequest> = {}, run = once) =>
		idempotently(
			{ ...request, ...change },
			{
				store: all.store,
				region: all.region,
				context,
				now: all.clock.now,
				newId: all.ports().newId,
			},
			run,
		);
	return { ...all, ask, runs: () => runs };
}

/** A try that ends when it is told to. */
function slowRun() {
	let end: (answer: Answer) => void = () => {};
	const answer = new Promise<Answer>((resolve) => {
		end = resolve;
	});
	return { run: () => answer, end };
}

test("a repetition gets the first answer", async () => {
	const { ask, runs } = idempotency();
	const first = await ask();
	expect(first).toEqual({ status: 201, body: { run: 1 } });
	expect(await ask()).toEqual(first);
	expect(runs()).toBe(1);
});

test("an answer without a body is repeated without one", async () => {
	const { ask } = idempotency();
	await ask({}, async () => ({ status: 204, body: undefined }));
	expect(await ask()).toEqual({ status: 204 });
});

test.each([
	["subject", { subject: "user-2" }],
	["route", { route: "POST /orders" }],
	["key", { key: "key-2" }],
])("another %s is another request", async (_, change) => {
	const { ask, runs } = idempotency();
	await ask();
	await ask(change);
	expect(runs()).toBe(2);
});

test("another input under the same key is 422, the same in other order is not", async () => {
	const { ask } = idempotency();
	await ask({ input: { a: 1, b: 2 } });
	await expect(ask({ input: { a: 1, b: 3 } })).rejects.toMatchObject({
		status: 422,
	});
	expect(await ask({ input: { b: 2, a: 1 } })).toMatchObject({ status: 201 });
});

test("the first still running is 409, and goes on", async () => {
	const { ask, table } = idempotency();
	const { run, end } = slowRun();
	const first = ask({}, run);
	await expect(ask()).rejects.toMatchObject({ status: 409 });
	end({ status: 201, body: "first" });
	expect(await first).toMatchObject({ body: "first" });
	expect(await ask()).toMatchObject({ body: "first" });
	expect(table.rows()).toHaveLength(1);
});

test("of several at once one runs", async () => {
	const { ask, runs } = idempotency();
	const all = await Promise.allSettled([ask(), ask(), ask(), ask()]);
	expect(all.map(({ status }) => status).sort()).toEqual([
		"fulfilled",
		"rejected",
		"rejected",
		"rejected",
	]);
	expect(runs()).toBe(1);
});

test("a try that has died is taken over after its lease, by one, and its late end changes nothing", async () => {
	const { ask, clock, runs } = idempotency();
	const { run, end } = slowRun();
	const dead = ask({}, run);
	await expect(ask()).rejects.toMatchObject({ status: 409 });
	clock.tick(30_001);
	const all = await Promise.allSettled([ask(), ask()]);
	expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
	end({ status: 201, body: "late" });
	await dead;
	expect(await ask()).toEqual({ status: 201, body: { run: 1 } });
	expect(runs()).toBe(1);
});

test("a failed try may be repeated at once, also within the same ms by several", async () => {
	const { ask, runs } = idempotency();
	const boom = () => Promise.reject(new TypeError("boom"));
	await expect(ask({}, boom)).rejects.toThrow("boom");
	const { run, end } = slowRun();
	const second = ask({}, run);
	const others = await Promise.allSettled([ask(), ask()]);
	expect(others.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
	end({ status: 201, body: "second" });
	expect(await second).toMatchObject({ body: "second" });
	expect(runs()).toBe(0);
});

test("a key is forgotten after a day, before DynamoDB reaps its row", async () => {
	const { ask, clock, runs } = idempotency();
	await ask();
	clock.tick(day - 1000);
	await ask();
	expect(runs()).toBe(1);
	clock.tick(1000);
	await ask({ input: "another" });
	expect(runs()).toBe(2);
});

test("a first try whose own note's answer was lost is not refused", async () => {
	const { ask, table } = idempotency({ maxAttempts: 2 });
	table.failNext({ name: "ECONNRESET", status: 0, landed: true });
	expect(await ask()).toMatchObject({ status: 201 });
});

test("an outcome that cannot be noted is not hidden", async () => {
	const { ask, table } = idempotency();
	table.failNext(undefined, { name: "ThrottlingException" });
	expect(await ask()).toMatchObject({ status: 201 });
	expect(logged).toMatchObject([
		["outcome not noted", { name: "ThrottlingException" }],
	]);
	table.failNext(undefined, { name: "ThrottlingException" });
	const boom = () => Promise.reject(new TypeError("boom"));
	await expect(ask({ key: "key-2" }, boom)).rejects.toThrow("boom");
});

test("a note that cannot be taken is an error, and nothing runs", async () => {
	const { ask, table, runs } = idempotency();
	table.failNext({ name: "ThrottlingException" });
	await expect(ask()).rejects.toMatchObject({ name: "ThrottlingException" });
	expect(runs()).toBe(0);
});

test("derived ids are the same at each repetition, in whatever region, and differ by purpose, place and request", () => {
	const three = (request: KeyedRequest, purpose: string) => {
		const next = derivedIds(request, purpose);
		return [next(), next(), next()];
	};
	expect(three(request, "id")).toEqual(three({ ...request }, "id"));
	const all = [
		...three(request, "id"),
		...three(request, "change"),
		...three({ ...request, key: "key-2" }, "id"),
		...three({ ...request, subject: "user-2" }, "id"),
		...three({ ...request, route: "POST /orders" }, "id"),
		...three({ ...request, input: "another, once the key is forgotten" }, "id"),
	];
	expect(new Set(all).size).toBe(18);
});
