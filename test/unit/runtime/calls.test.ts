import { noon } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { till } from "./world/gateway";
import { tillIn } from "./world/till";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const minute = 60_000;
const done = { batchItemFailures: [] };

describe("a rule that calls", () => {
	test("keeps its intent, and calls at once", async () => {
		const { hear, intent, bank } = tillIn();
		expect(await hear()).toEqual(done);
		expect(bank.requests).toMatchObject([
			{ url: "https://bank.example/v1/charges", body: { cents: 500 } },
		]);
		expect(intent()).toMatchObject({
			...{ cents: 500, discriminator: "charge", data: "done" },
			...{ awsregion: "us-east-1", context: { causationId: "event-order-1" } },
			call: { rule: "charge", status: "done", attempts: 1, since: noon },
			ttl: expect.any(Number),
		});
		expect(counted).toMatchObject({ CallsMade: 1, CallsFailed: 0 });
		expect(counted).toMatchObject({ StaleEventsDropped: 0 });
	});

	test("has stored the intent before it calls", async () => {
		const { hear, intent, bank, table } = tillIn();
		table.failNext(undefined, { name: "ThrottlingException" });
		expect((await hear()).batchItemFailures).toHaveLength(1);
		expect(bank.requests).toEqual([]);
		expect(intent()).toBeUndefined();
		expect(await hear()).toEqual(done);
		expect(bank.requests).toHaveLength(1);
	});

	test("calls once, however often its event comes", async () => {
		const { hear, bank } = tillIn();
		await hear();
		expect(await hear()).toEqual(done);
		expect(bank.requests).toHaveLength(1);
		expect(logged.at(-1)).toMatchObject([
			"listened",
			{ views: [{ result: "repeated" }] },
		]);
	});

	test("is done with its message where the call fails: the intent is what is tried again", async () => {
		const { hear, intent, bank, bus } = tillIn();
		bank.answer(500);
		expect(await hear()).toEqual(done);
		expect(intent()).toMatchObject({
			data: `open#${new Date(noon + minute).toISOString()}`,
			call: {
				...{ status: "open", attempts: 1, nextAt: noon + minute },
				error: "CallFailed: bank answered 500",
			},
		});
		expect(bus.taken).toEqual([]);
	});

	test("leaves a call that may be under way to whoever makes it", async () => {
		const { hear, bank, table, intent } = tillIn();
		// The intent is kept; then its function dies at noting what came of it.
		table.failNext(undefined, undefined, { name: "ThrottlingException" });
		expect((await hear()).batchItemFailures).toHaveLength(1);
		expect(intent()?.call).toMatchObject({
			status: "open",
			nextAt: noon + minute,
		});
		expect(await hear()).toEqual(done);
		expect(bank.requests).toHaveLength(1);
	});

	test("makes the call where only the answer to keeping its intent was lost", async () => {
		const { hear, intent, bank, table } = tillIn({ maxAttempts: 2 });
		table.failNext(undefined, { name: "ECONNRESET", status: 0, landed: true });
		expect(await hear()).toEqual(done);
		expect(bank.requests).toHaveLength(1);
		expect(intent()?.call).toMatchObject({ status: "done", attempts: 1 });
	});

	test("is a fault where two of one event's calls have one key: of one nobody would hear", async () => {
		const { hear, bank, bus } = tillIn({
			rules: {
				charge: () => [1, 2].map((cents) => ({ pk: "a", sk: "b", cents })),
			},
		});
		expect(await hear()).toEqual(done);
		expect(bank.requests).toEqual([]);
		expect(bus.ofType("fault")).toMatchObject([
			{
				fault: {
					error: {
						message:
							'one event makes two intents "charge" of ["a","b"]: give each a key of its own',
					},
				},
			},
		]);
	});

	test("is a fault where its connector throws, at once or later", async () => {
		const charge = () => {
			throw new Error("no such currency");
		};
		const { hear, intent, bus } = tillIn({ calls: { charge } });
		expect(await hear()).toEqual(done);
		expect(intent()?.call).toMatchObject({
			...{ status: "failed", error: "Error: no such currency" },
		});
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "charge", error: { message: "no such currency" } } },
		]);
	});

	test("may intend nothing, or several calls", async () => {
		const { hear, bank } = tillIn({
			rules: {
				charge: ({ order: { orderId } }) =>
					orderId === "none"
						? undefined
						: ["a", "b"].map((sk) => ({ pk: orderId, sk, cents: 1 })),
			},
		});
		await hear("none");
		expect(bank.requests).toHaveLength(0);
		await hear("two");
		expect(bank.effects.size).toBe(2);
	});

	test("skips its events while it is switched off, and what is open waits", async () => {
		const { bank, table, hear } = tillIn();
		bank.answer(500);
		await hear();
		const off = tillIn({
			table,
			bank,
			environment: { disabledRules: ["charge"] },
		});
		await off.hear("order-2");
		await off.tick(10 * minute);
		expect(bank.requests).toHaveLength(1);
	});
});

describe("a call that is refused for good", () => {
	test("is a fault, and its intent has failed", async () => {
		const { hear, intent, bank, bus } = tillIn();
		bank.answer(422);
		expect(await hear()).toEqual(done);
		expect(intent()).toMatchObject({
			data: "failed",
			call: {
				status: "failed",
				error: "CallRefused: bank refused the call: 422",
			},
		});
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "charge", error: { name: "CallRefused" } } },
		]);
	});

	test("is the same fault when its event comes again, and is not made again", async () => {
		const { hear, bank, bus } = tillIn();
		bank.answer(422);
		await hear();
		await hear();
		const [first, second] = bus.ofType("fault");
		expect(second?.id).toBe(first?.id);
		expect(bank.requests).toHaveLength(1);
	});

	test("is made again, under the same key, when its event is resubmitted", async () => {
		const { hear, intent, bank } = tillIn();
		bank.answer(422);
		await hear();
		bank.answer(202);
		expect(await hear("order-1", "charge")).toMatchObject({
			resubmitted: { outcome: "done" },
		});
		expect(intent()?.call).toMatchObject({ status: "done", attempts: 2 });
		const keys = bank.requests.map((one) => one.headers["idempotency-key"]);
		expect(new Set(keys).size).toBe(1);
	});
});

describe("the job that calls again", () => {
	test("makes the calls that are due", async () => {
		const { hear, intent, bank, tick } = tillIn();
		bank.answer(500);
		await hear();
		bank.answer(202);
		await tick(minute - 1);
		expect(bank.requests).toHaveLength(1);
		await tick(1);
		expect(intent()?.call).toMatchObject({ status: "done", attempts: 2 });
		expect(logged.at(-1)).toEqual([
			"ran",
			{ calls: { done: 1, open: 0, failed: 0 } },
		]);
	});

	test("waits longer after each failure, up to five minutes", async () => {
		const { hear, intent, bank, tick, clock } = tillIn();
		// Busy with it: which does not open the breaker.
		bank.answer(409);
		await hear();
		const delays: number[] = [];
		for (let i = 0; i < 12; i++) {
			const { attempts } = intent()?.call ?? {};
			await tick();
			if (intent()?.call.attempts !== attempts)
				delays.push(((intent()?.call.nextAt ?? 0) - clock.now()) / minute);
		}
		expect(delays).toEqual([2, 4, 5, 5]);
	});

	test("does nothing, and logs one line, where nothing is due", async () => {
		const { tick, bank } = tillIn();
		expect(await tick()).toEqual(done);
		expect(bank.requests).toEqual([]);
		expect(logged).toEqual([["ran", {}]]);
	});

	test("makes a fault of what is refused for good, before the intent counts as failed", async () => {
		const { hear, intent, bank, bus, tick } = tillIn();
		bank.answer(500);
		await hear();
		bank.answer(400);
		bus.refuses = () => "ThrottlingException";
		await tick();
		expect(intent()?.call.status).toBe("open");
		bus.refuses = () => undefined;
		await tick(2 * minute);
		expect(intent()?.call.status).toBe("failed");
		expect(bus.ofType("fault")).toMatchObject([
			{
				partitionKey: "order-1",
				tags: { correlationId: "correlation-1" },
				fault: { rule: "charge", error: { name: "CallRefused" } },
			},
		]);
	});

	test("opens the intent again when that fault is resubmitted", async () => {
		const { hear, intent, bank, bus, tick, run, recordOf } = tillIn();
		bank.answer(500);
		await hear();
		bank.answer(400);
		await tick();
		bank.answer(202);
		const { record, rule } = recordOf(bus.ofType("fault")[0]);
		expect(await run(record, rule)).toMatchObject({
			resubmitted: { outcome: "done" },
		});
		expect(intent()?.call).toMatchObject({ status: "done" });
		await run(record, rule);
		expect(bank.requests).toHaveLength(3);
	});

	test("gives a call up after a day, without making it: its key may be forgotten", async () => {
		const { hear, intent, bank, bus, tick } = tillIn();
		bank.answer(503);
		await hear();
		bank.answer(202);
		await tick(24 * 60 * minute);
		expect(bank.requests).toHaveLength(1);
		expect(intent()?.call.status).toBe("failed");
		expect(bus.ofType("fault")).toMatchObject([
			{
				fault: {
					error: {
						name: "CallGivenUp",
						message:
							"for a day, after 1 attempts: CallFailed: bank answered 503",
					},
				},
			},
		]);
	});

	test("takes over what another region has not done in five minutes", async () => {
		const here = tillIn();
		const { table, bank } = here;
		const there = tillIn({ table, bank, region: "us-west-2" });
		bank.answer(500);
		await here.hear();
		bank.answer(202);
		await there.tick(6 * minute - 1);
		expect(bank.requests).toHaveLength(1);
		await there.tick(1);
		expect(here.intent()).toMatchObject({
			...{ awsregion: "us-west-2", call: { status: "done" } },
		});
		const keys = bank.requests.map((one) => one.headers["idempotency-key"]);
		expect(new Set(keys).size).toBe(1);
	});

	test("makes all others where one cannot be claimed, and comes again", async () => {
		const { hear, bank, tick, table } = tillIn();
		bank.answer(500);
		for (let i = 0; i < 3; i++) await hear(`order-${i}`);
		bank.answer(202);
		// For what is stale, the breaker, what is due.
		table.failNext(undefined, undefined, undefined, {
			name: "ThrottlingException",
		});
		expect((await tick()).batchItemFailures).toHaveLength(1);
		expect(bank.effects.size).toBe(2);
	});

	test("makes all others where a connector throws at once", async () => {
		const { hear, bank, table } = tillIn();
		bank.answer(500);
		for (let i = 0; i < 3; i++) await hear(`order-${i}`);
		const called: string[] = [];
		const charge = ({ pk }: { pk: string }) => {
			called.push(pk);
			throw new Error(`no currency for ${pk}`);
		};
		const broken = tillIn({ table, bank, calls: { charge } });
		expect(await broken.tick()).toEqual(done);
		expect(called.sort()).toEqual(["order-0", "order-1", "order-2"]);
		expect(broken.bus.ofType("fault")).toHaveLength(3);
	});

	test("leaves the next minute's run what it has not begun in 50 seconds", async () => {
		const { hear, bank, table } = tillIn();
		bank.answer(409);
		for (let i = 0; i < 12; i++) await hear(`order-${i}`);
		const called: string[] = [];
		const charge = async ({ pk }: { pk: string }) => {
			called.push(pk);
			slow.clock.tick(6000);
		};
		const slow = tillIn({ table, bank, calls: { charge } });
		await slow.tick();
		expect(called).toHaveLength(10);
		await slow.tick();
		expect(called).toHaveLength(12);
	});

	test("stops in time, and goes on in the next minute", async () => {
		const { hear, table, bank } = tillIn();
		bank.answer(500);
		await hear();
		const late = tillIn({ table, bank, remaining: 30_000 });
		await late.tick();
		expect(bank.requests).toHaveLength(1);
	});
});

describe("the circuit breaker", () => {
	async function opened() {
		const all = tillIn();
		all.bank.answer(500);
		for (let i = 0; i < 5; i++) await all.hear(`order-${i}`);
		return all;
	}

	test("opens after five failures in a row, in its own region", async () => {
		const { breaker, table } = await opened();
		expect(breaker()).toMatchObject({
			...{ state: "open", failures: 5, openedAt: noon },
			changes: [{ to: "open", at: noon }],
		});
		expect(table.row("breaker#bank", "us-west-2")).toBeUndefined();
		expect(counted).toMatchObject({ BreakerOpened: 1 });
		expect(logged).toContainEqual([
			"breaker",
			{ system: "bank", from: "closed", to: "open", failures: 5 },
		]);
	});

	test("lets nothing through while it is open: intents are kept, messages are done", async () => {
		const { hear, bank, intent } = await opened();
		bank.answer(202);
		expect(await hear("order-9")).toEqual(done);
		expect(bank.requests).toHaveLength(5);
		expect(intent("order-9")?.call).toMatchObject({
			...{ status: "open", attempts: 0, nextAt: noon },
		});
	});

	test("is probed by one call; if that fails it stays open", async () => {
		const { bank, tick, breaker } = await opened();
		await tick();
		expect(bank.requests).toHaveLength(6);
		expect(breaker()).toMatchObject({ state: "open", openedAt: noon + minute });
	});

	test("closes when the probe is answered, and all that waits is called", async () => {
		const { bank, tick, breaker } = await opened();
		bank.answer(202);
		await tick();
		expect(breaker()).toMatchObject({ state: "closed", failures: 0 });
		expect(bank.effects.size).toBe(5);
	});

	test("closes also where the probe is refused: the system is well", async () => {
		const { bank, tick, breaker } = await opened();
		bank.answer(422, 202);
		await tick();
		expect(breaker()?.state).toBe("closed");
	});

	test("is probed by another call where a connector throws before it sends anything", async () => {
		const { bank, table } = await opened();
		bank.answer(202);
		const mute = tillIn({
			...{ table, bank },
			calls: {
				charge: async ({ pk, cents }, system) => {
					if (pk < "order-3") throw new Error("no currency");
					await system.send({ method: "POST", path: "/", body: { cents } });
				},
			},
		});
		await mute.tick();
		expect(mute.breaker()?.state).toBe("closed");
		expect(bank.effects.size).toBe(2);
		expect(mute.bus.ofType("fault")).toHaveLength(3);
	});

	test("is not probed before it has cooled down", async () => {
		const { bank, tick } = await opened();
		await tick(29_999);
		expect(bank.requests).toHaveLength(5);
	});

	test("opens again in the midst of what is due, which then waits", async () => {
		const { bank, tick, breaker, hear } = await opened();
		for (let i = 10; i < 30; i++) await hear(`order-${i}`);
		bank.answer(202, 500);
		await tick();
		// The probe, and one round of five at once.
		expect(bank.requests).toHaveLength(5 + 1 + 5);
		expect(breaker()?.state).toBe("open");
	});

	test("forgets failures at an answer", async () => {
		const { hear, bank, breaker } = tillIn();
		bank.answer(500, 500, 500, 500, 202);
		for (let i = 0; i < 4; i++) await hear(`order-${i}`);
		expect(breaker()).toMatchObject({ state: "closed", failures: 4 });
		await hear("order-5");
		expect(breaker()).toMatchObject({ state: "closed", failures: 0 });
	});

	test("costs a call that goes well no write, and one read in two seconds", async () => {
		const { hear, breaker } = tillIn();
		await hear();
		await hear("order-2");
		expect(breaker()).toBeUndefined();
	});

	test("cannot be told: the call counts all the same", async () => {
		const { hear, bank, intent, table } = tillIn();
		bank.answer(500);
		// Read, kept, then the breaker.
		table.failNext(undefined, undefined, { name: "ThrottlingException" });
		expect(await hear()).toEqual(done);
		expect(intent()?.call).toMatchObject({ status: "open", attempts: 1 });
		expect(logged).toContainEqual([
			"breaker not told",
			{ system: "bank", error: expect.any(String) },
		]);
	});
});

describe("an intent with sensitive fields", () => {
	const charge = { ...till.rows.charge, sensitive: ["cents"] };
	const contract = { ...till, rows: { ...till.rows, charge } };

	test("is stored encrypted, and sent as it is, at the first attempt and later ones", async () => {
		const { hear, tick, intent, bank } = tillIn({ contract });
		bank.answer(500);
		await hear();
		expect(intent()?.cents).toEqual(expect.any(String));
		await tick();
		bank.answer(202);
		await tick(10 * minute);
		expect(bank.requests.map(({ body }) => body)).toEqual([
			{ cents: 500 },
			{ cents: 500 },
			{ cents: 500 },
		]);
		expect(intent()).toMatchObject({
			...{ cents: expect.any(String), call: { status: "done" } },
		});
	});

	describe("kept before they were marked", () => {
		/** Five failures have opened the breaker; then the contract marks the field. */
		async function marked() {
			const before = tillIn();
			before.bank.answer(500);
			for (let i = 0; i < 5; i++) await before.hear(`order-${i}`);
			const { table, bank } = before;
			const after = tillIn({ contract, table, bank });
			bank.answer(202);
			return after;
		}

		test("is a fault and has failed, alone: the breaker is probed by another one, and all others are called", async () => {
			const { hear, tick, intent, bank, bus, breaker } = await marked();
			await hear("order-9");
			expect(await tick()).toEqual(done);
			expect(breaker()?.state).toBe("closed");
			expect(bank.effects.size).toBe(1);
			expect(intent("order-9")?.call.status).toBe("done");
			for (let i = 0; i < 5; i++)
				expect(intent(`order-${i}`)).toMatchObject({
					...{ cents: 500, data: "failed", call: { status: "failed" } },
				});
			const faults = bus.ofType("fault");
			expect(faults).toHaveLength(5);
			expect(faults[0]).toMatchObject({
				fault: {
					rule: "charge",
					error: {
						name: "Unprotected",
						message: "cents of the row charge: it is not encrypted",
					},
				},
			});
		});

		test("is opened again by its event", async () => {
			const { hear, tick, intent, bank } = await marked();
			await tick();
			await hear("order-9");
			await tick();
			expect(await hear("order-1", "charge")).toMatchObject({
				resubmitted: { outcome: "done" },
			});
			expect(intent("order-1")).toMatchObject({
				...{ cents: expect.any(String), call: { status: "done" } },
			});
			expect(bank.effects.size).toBe(2);
		});

		test("is due all the same later where KMS cannot be reached now", async () => {
			const { hear, tick, intent, bank, bus, kms } = tillIn({ contract });
			bank.answer(500);
			await hear();
			bank.answer(202);
			kms.fails = () => ({ name: "ThrottlingException", status: 400 });
			expect((await tick()).batchItemFailures).toHaveLength(1);
			expect(intent()?.call).toMatchObject({ status: "open", attempts: 1 });
			kms.fails = () => undefined;
			await tick();
			expect(intent()?.call.status).toBe("done");
			expect(bus.ofType("fault")).toEqual([]);
		});
	});

	test("is not in the fault of a connector that quotes it, whether it throws at once or later", async () => {
		for (const isLate of [false, true]) {
			const charge = ({ cents }: { cents: number }) => {
				const error = new Error(`no ${cents}`);
				if (isLate) return Promise.reject(error);
				throw error;
			};
			const { hear, intent, bus } = tillIn({ contract, calls: { charge } });
			await hear();
			expect(JSON.stringify(bus.ofType("fault"))).toMatch("withheld");
			expect(JSON.stringify(bus.ofType("fault"))).not.toMatch("no 500");
			expect(intent()?.call.error).toMatch("withheld");
		}
	});

	test("is opened again with what its event says", async () => {
		const { hear, tick, bank } = tillIn({ contract });
		bank.answer(422);
		await hear();
		bank.answer(500);
		await hear("order-1", "charge");
		bank.answer(202);
		await tick(10 * minute);
		expect(bank.requests.map(({ body }) => body)).toEqual([
			{ cents: 500 },
			{ cents: 500 },
			{ cents: 500 },
		]);
	});
});

test("a fault of a rule that is switched off waits", async () => {
	const { hear, bank, bus, tick, recordOf, table } = tillIn();
	bank.answer(500);
	await hear();
	bank.answer(400);
	await tick();
	const { record, rule } = recordOf(bus.ofType("fault")[0]);
	const environment = { disabledRules: ["charge"] };
	const off = tillIn({ table, bank, environment });
	expect(await off.run(record, rule)).toMatchObject({
		resubmitted: { outcome: "retryable" },
	});
});

test("of a rule without a system in the environment the fault says what is missing", async () => {
	const { hear, bus } = tillIn({ environment: { systems: {} } });
	await hear();
	expect(JSON.stringify(bus.ofType("fault"))).toMatch("lacks bank in SYSTEMS");
	expect(Object.keys(till.systems)).toEqual(["bank"]);
});
