import { callKey } from "../../../../runtime/core/call-key";
import { Secrets } from "../../../../runtime/core/secrets";
import { Call, type Sending } from "../../../../runtime/core/send";
import { FakeSecrets, FakeSystem } from "../world/gateway";
import { fakeClock } from "../world/world";

const request = {
	method: "POST",
	path: "/charges",
	body: { cents: 1 },
} as const;

function calling(of: Partial<Sending> = {}) {
	const bank = new FakeSystem();
	const secrets = new FakeSecrets();
	const clock = fakeClock();
	secrets.set("till/bank", "key-1");
	const waits: number[] = [];
	const call = new Call({
		...{ name: "bank", url: "https://bank.example/v1/", secret: "till/bank" },
		...{ timeout: 2, tries: 3, key: "call-1", traceparent: "00-trace" },
		secrets: new Secrets(() => secrets, clock.now),
		fetch: bank.fetch,
		remaining: () => 30_000,
		sleep: async (ms) => {
			waits.push(ms);
		},
		random: () => 1,
		...of,
	});
	return { bank, secrets, clock, call, waits };
}

const networkError = Object.assign(new TypeError("fetch failed"), {
	cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
});
const timeout = Object.assign(new Error("aborted"), { name: "TimeoutError" });

describe("a call", () => {
	test("carries the key of the system, its own key and the trace, and gives the answer", async () => {
		const { bank, call } = calling();
		bank.answer({ status: 200, body: '{"id":7}' });
		expect(await call.send(request)).toEqual({ id: 7 });
		expect(bank.requests).toEqual([
			{
				url: "https://bank.example/v1/charges",
				method: "POST",
				headers: {
					authorization: "Bearer key-1",
					"content-type": "application/json",
					"idempotency-key": "call-1",
					traceparent: "00-trace",
				},
				body: { cents: 1 },
			},
		]);
		expect(call.health).toBe("answered");
	});

	test.each([
		["is empty", { status: 204, body: "" }],
		["is no JSON", { status: 200, body: "ok" }],
	])("has had its effect where its answer %s", async (_, answer) => {
		const { bank, call } = calling();
		bank.answer(answer);
		expect(await call.send(request)).toBeUndefined();
	});

	test.each([
		["a network error", networkError],
		["no answer in time", timeout],
		["500", 500],
		["503", 503],
		["429", 429],
		["408", 408],
		["409, which is under way", 409],
		["425", 425],
	])("is made again under the same key after %s", async (_, trouble) => {
		const { bank, call, waits } = calling();
		bank.answer(trouble, trouble, 202);
		await call.send(request);
		const keys = bank.requests.map((one) => one.headers["idempotency-key"]);
		expect(keys).toEqual(["call-1", "call-1", "call-1"]);
		expect(waits).toEqual([400, 800]);
		expect(call.health).toBe("answered");
	});

	test.each([
		["500", 500, "bank answered 500", "failed"],
		["429", 429, "bank answered 429", "failed"],
		["409", 409, "bank answered 409", "answered"],
		[
			"a network error",
			networkError,
			"bank could not be reached: ECONNREFUSED",
			"failed",
		],
		["silence", timeout, "bank did not answer in time", "failed"],
	])(
		"is tried three times, then left for later: %s",
		async (_, trouble, said, health) => {
			const { bank, call } = calling();
			bank.answer(trouble);
			await expect(call.send(request)).rejects.toMatchObject({
				name: "CallFailed",
				message: said,
			});
			expect(bank.requests).toHaveLength(3);
			expect(call.health).toBe(health);
		},
	);

	test.each([400, 402, 403, 404, 410, 422, 301])(
		"is refused for good by %i, by a system that is well",
		async (status) => {
			const { bank, call } = calling();
			bank.answer(status);
			await expect(call.send(request)).rejects.toMatchObject({
				...{ name: "CallRefused", status },
				message: `bank refused the call: ${status}`,
			});
			expect(bank.requests).toHaveLength(1);
			expect(call.health).toBe("answered");
		},
	);

	test("is made again at once with a newer key of the system, if there is one", async () => {
		const { bank, secrets, clock, call } = calling();
		await call.send(request);
		secrets.set("till/bank", "key-2");
		clock.tick(10_000);
		bank.answer(401, 202);
		await call.send(request);
		expect(bank.requests.map((one) => one.headers.authorization)).toEqual([
			"Bearer key-1",
			"Bearer key-1",
			"Bearer key-2",
		]);
	});

	test("waits where no key is good, which is a failure", async () => {
		const { bank, call } = calling();
		bank.answer(401);
		await expect(call.send(request)).rejects.toThrow("bank answered 401");
		expect(call.health).toBe("failed");
	});

	test("waits where the key cannot be read, of which the system knows nothing", async () => {
		const { bank, call } = calling({ secret: "till/other" });
		await expect(call.send(request)).rejects.toThrow(
			"the key of bank cannot be read: the secret till/other has no value yet",
		);
		expect(bank.requests).toEqual([]);
		expect(call.health).toBeUndefined();
	});

	test("is not begun without time to note what came of it", async () => {
		const { bank, call } = calling({ remaining: () => 2000 });
		await expect(call.send(request)).rejects.toMatchObject({
			name: "Retryable",
		});
		expect(bank.requests).toEqual([]);
		expect(call.health).toBeUndefined();
	});

	test("is not made again where that would take too long", async () => {
		const { bank, call } = calling({ remaining: () => 4000 });
		bank.answer(500);
		await expect(call.send(request)).rejects.toThrow("500");
		expect(bank.requests).toHaveLength(1);
	});

	test("ends at its timeout", async () => {
		const silent: typeof fetch = (_, init) =>
			new Promise((_, reject) => {
				init?.signal?.addEventListener("abort", () =>
					reject(init.signal?.reason),
				);
			});
		// The signal's own timer does not keep a process alive.
		const alive = setInterval(() => {}, 1000);
		const { call } = calling({ fetch: silent, timeout: 0.01 });
		await expect(call.send(request))
			.rejects.toThrow("did not answer in time")
			.finally(() => clearInterval(alive));
	});

	test("of several requests has a key for each, the same each time", async () => {
		const first = calling();
		const second = calling();
		for (const { call } of [first, second]) {
			await call.send(request);
			await call.send(request);
		}
		const keys = ({ bank }: typeof first) =>
			bank.requests.map((one) => one.headers["idempotency-key"]);
		expect(keys(first)).toEqual(["call-1", expect.stringMatching(/^\w{32}$/)]);
		expect(keys(second)).toEqual(keys(first));
	});

	test("goes to the system's own address only", async () => {
		const { call } = calling();
		await expect(
			call.send({ method: "GET", path: ".evil.example" }),
		).rejects.toThrow("the path must start with a slash");
	});
});

test("an intent's key depends on its permanent names, and on nothing else", () => {
	const key = callKey("till", "charge", { pk: "a", sk: "b" });
	expect(callKey("till", "charge", { pk: "a", sk: "b" })).toBe(key);
	const others = [
		callKey("tills", "charge", { pk: "a", sk: "b" }),
		callKey("till", "void", { pk: "a", sk: "b" }),
		callKey("till", "charge", { pk: "b", sk: "a" }),
	];
	expect(new Set([key, ...others]).size).toBe(4);
});
