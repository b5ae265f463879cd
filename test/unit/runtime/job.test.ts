import { inspect } from "node:util";
import { absent } from "../../../runtime/core/conditions";
import { protectionFor } from "../../../runtime/core/protection";
import type { JobPage } from "../../../runtime/job";
import { message, noon } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { type Till, till } from "./world/gateway";
import { tillIn } from "./world/till";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const done = { batchItemFailures: [] };
const again = { batchItemFailures: [{ itemIdentifier: expect.any(String) }] };
const yesterday = "2029-12-31T00:00:00.000Z";
const minute = 60_000;

type Page = JobPage<Till, unknown>;

/** Pages of one row each; the pages that there are, and what is called at each. */
function paged(
	count: number,
	at: (page: number) => Promise<unknown> = async () => {},
) {
	const seen: Page[] = [];
	const sum = async (page: Page) => {
		seen.push(page);
		const number = typeof page.state === "number" ? page.state : 0;
		await at(number);
		const row = { pk: `page-${number}`, sk: page.period.from, cents: number };
		return {
			rows: [{ name: "sum" as const, row }],
			state: number + 1 < count ? number + 1 : undefined,
		};
	};
	return { sum, seen };
}

describe("a job", () => {
	test("writes the rows of its period, page by page, and is done", async () => {
		const { sum, seen } = paged(3);
		const { runJob, table } = tillIn({ jobs: { sum } });
		expect(await runJob("sum")).toEqual(done);
		expect(seen.map(({ period, state }) => [period.from, state])).toEqual([
			[yesterday, undefined],
			[yesterday, 1],
			[yesterday, 2],
		]);
		expect(table.row("page-2", yesterday)).toMatchObject({
			...{ discriminator: "sum", cents: 2, timestamp: noon },
			...{ awsregion: "us-east-1", context: { hops: 0 } },
		});
		expect(table.row("job#sum", yesterday)).toMatchObject({
			...{ discriminator: "JOB", status: "done", runs: 1 },
			ttl: expect.any(Number),
		});
		expect(counted).toMatchObject({ JobsDone: 1, JobRowsWritten: 3 });
		expect(logged).toEqual([
			[
				"ran",
				{
					jobs: [
						{
							...{ job: "sum", result: "done", pages: 3, rows: 3 },
							period: { from: yesterday, to: "2030-01-01T00:00:00.000Z" },
						},
					],
				},
			],
		]);
	});

	test("is done once: another message for the same period does nothing", async () => {
		const { sum, seen } = paged(1);
		const { runJob } = tillIn({ jobs: { sum } });
		await runJob("sum");
		expect(await runJob("sum", { delay: 300 })).toEqual(done);
		expect(seen).toHaveLength(1);
		expect(logged.at(-1)).toMatchObject([
			"ran",
			{ jobs: [{ result: "done before" }] },
		]);
	});

	test("is another one the next day, and each hour where it is hourly", async () => {
		const { sum, seen } = paged(1);
		const { runJob, clock, table } = tillIn({ jobs: { sum } });
		await runJob("sum");
		clock.tick(24 * 60 * minute);
		await runJob("sum");
		await runJob("sweep");
		expect(seen.map(({ period }) => period.from)).toEqual([
			yesterday,
			"2030-01-01T00:00:00.000Z",
		]);
		expect(table.row("job#sweep", "2030-01-02T11:00:00.000Z")).toBeDefined();
	});

	test("reads the service's rows", async () => {
		const cents: number[] = [];
		const sum = async ({ entities }: Page) => {
			const { items } = await entities.list("charge", { dataPrefix: "done" });
			cents.push(...items.map((charge) => charge.cents));
			return {};
		};
		const { hear, runJob } = tillIn({ jobs: { sum } });
		await hear();
		await runJob("sum");
		expect(cents).toEqual([500]);
	});

	test("makes the same change in any region, so it is one event", async () => {
		const { sum } = paged(1);
		const here = tillIn({ jobs: { sum } });
		const there = tillIn({ jobs: { sum }, region: "us-west-2" });
		await here.runJob("sum");
		there.clock.tick(300_000);
		await there.runJob("sum", { delay: 300 });
		const [first] = here.table.rows().filter((row) => row.cents === 0);
		const [second] = there.table.rows().filter((row) => row.cents === 0);
		expect(second?.changeId).toBe(first?.changeId);
	});

	test("leaves a row that is there", async () => {
		const { sum } = paged(1);
		const { runJob, table, tick } = tillIn({ jobs: { sum } });
		await runJob("sum");
		const before = table.row("page-0", yesterday);
		table.delete("job#sum", yesterday);
		await tick();
		await runJob("sum");
		expect(table.row("page-0", yesterday)).toEqual(before);
	});
});

describe("a job that is interrupted", () => {
	test("goes on at the page that was not finished, whose rows are written once", async () => {
		const { sum, seen } = paged(3);
		const { runJob, table, clock } = tillIn({ jobs: { sum } });
		// Marker read and taken, two rows and the first state; the second state is lost.
		const ok = undefined;
		table.failNext(ok, ok, ok, ok, ok, { name: "ThrottlingException" });
		expect(await runJob("sum")).toEqual(again);
		const before = table.row("page-1", yesterday);
		clock.tick(330_000);
		expect(await runJob("sum", { delay: 330 })).toEqual(done);
		expect(seen.map(({ state }) => state)).toEqual([undefined, 1, 1, 2]);
		expect(table.row("page-1", yesterday)).toEqual(before);
		expect(table.row("job#sum", yesterday)).toMatchObject({ runs: 2 });
	});

	test("waits for whoever is at it, in whatever region, until the lease ends", async () => {
		const { sum, seen } = paged(1);
		const never = new Promise<never>(() => {});
		const here = tillIn({ jobs: { sum: () => never } });
		void here.runJob("sum");
		await new Promise(setImmediate);
		await new Promise(setImmediate);
		const { table } = here;
		const there = tillIn({ jobs: { sum }, table, region: "us-west-2" });
		expect(await there.runJob("sum")).toEqual(again);
		there.clock.tick(299_999);
		expect(await there.runJob("sum")).toEqual(again);
		there.clock.tick(1);
		expect(await there.runJob("sum")).toEqual(done);
		expect(seen).toHaveLength(1);
	});

	test("stops before its time is over, and goes on in the next invocation", async () => {
		const short = paged(2);
		const { table, runJob } = tillIn({ jobs: short, remaining: 30_000 });
		expect(await runJob("sum")).toEqual(again);
		expect(short.seen).toEqual([]);
		const next = tillIn({ table, jobs: short });
		expect(await next.runJob("sum")).toEqual(done);
		expect(short.seen).toHaveLength(2);
	});

	test("stops where somebody else has taken it up meanwhile", async () => {
		const fast = paged(3);
		const slow = paged(3, async (page) => {
			if (page !== 1) return;
			const { table, kms } = here;
			const there = tillIn({ table, kms, jobs: fast });
			there.clock.tick(400_000);
			expect(await there.runJob("sum", { delay: 400 })).toEqual(done);
		});
		const here = tillIn({ jobs: slow });
		expect(await here.runJob("sum")).toEqual(again);
		expect(slow.seen).toHaveLength(2);
		expect(fast.seen.map(({ state }) => state)).toEqual([1, 2]);
	});
});

describe("a job of a contract with sensitive rows", () => {
	const card = "4111-1111";
	const secret = { pk: "secret-1", sk: "secret" };
	/** Reads a card, and does that with it. */
	function reading(then: (card: string) => { state?: unknown }) {
		const seen: unknown[] = [];
		const sum = async ({ state, entities }: Page) => {
			seen.push(state);
			if (state !== undefined) return {};
			const [row] = await entities.getMany("secret", [secret]);
			return then(row?.card ?? "");
		};
		const all = tillIn({ jobs: { sum } });
		const stored = all.store.protectedBy(
			protectionFor(till, "job", all.ports())?.rows,
		);
		const stamps = { discriminator: "secret", awsregion: all.region };
		const row = { ...secret, ...stamps, timestamp: noon, card };
		return { ...all, seen, keep: () => stored.put(row, absent) };
	}

	test("does not say in its fault or its log what a page that failed had read", async () => {
		const { runJob, keep, bus } = reading((card) => {
			throw new RangeError(`no such card: ${card}`);
		});
		await keep();
		expect(await runJob("sum")).toEqual(done);
		expect(bus.ofType("fault")).toMatchObject([
			{
				fault: {
					error: {
						...{ name: "RangeError", stack: expect.stringMatching("job.test") },
						message: expect.stringMatching("withheld"),
					},
				},
			},
		]);
		expect(inspect([bus.taken, logged], { depth: null })).not.toMatch(card);
	});

	test("keeps the state of its pages encrypted", async () => {
		const states: unknown[] = [];
		const { runJob, keep, table, seen } = reading((card) => ({
			state: { card },
		}));
		table.onWrite = ({ now }) => {
			if (now?.discriminator?.S === "JOB") states.push(now.state);
		};
		await keep();
		expect(await runJob("sum")).toEqual(done);
		expect(seen).toEqual([undefined, { card }]);
		expect(states).toEqual([
			undefined,
			{ S: expect.stringMatching(/^encrypted:/) },
			undefined,
		]);
	});

	test("goes on in the next invocation from a state that is encrypted", async () => {
		const { runJob, keep, table, seen } = reading((card) => ({
			state: { card },
		}));
		await keep();
		// Marker read and taken, the card read, the state saved; that it is done is lost.
		const ok = undefined;
		table.failNext(ok, ok, ok, ok, { name: "ThrottlingException" });
		await runJob("sum");
		expect(await runJob("sum")).toEqual(done);
		expect(seen).toEqual([undefined, { card }, { card }]);
	});
});

describe("a job that fails", () => {
	const boom = async () => {
		throw new Error("no such day");
	};

	test("is a fault with the message that does it again, the same in each region", async () => {
		const secret = { ...till.rows.secret, sensitive: undefined };
		const contract = { ...till, rows: { ...till.rows, secret } };
		const jobs = { sum: boom };
		const here = tillIn({ contract, jobs });
		const there = tillIn({ contract, jobs, region: "us-west-2" });
		expect(await here.runJob("sum")).toEqual(done);
		there.clock.tick(300_000);
		await there.runJob("sum", { delay: 300 });
		const [fault] = here.bus.ofType("fault");
		expect(fault).toMatchObject({
			partitionKey: "sum",
			fault: { rule: "sum", error: { message: "no such day" } },
		});
		expect(there.bus.ofType("fault")[0]?.id).toBe(fault?.id);
	});

	test("runs at once when it is resubmitted, days later, for its own period", async () => {
		const { runJob, bus, table, recordOf } = tillIn({ jobs: { sum: boom } });
		await runJob("sum");
		const { record, rule } = recordOf(bus.ofType("fault")[0]);
		const { sum } = paged(1);
		const mended = tillIn({ table, jobs: { sum } });
		mended.clock.tick(9 * 24 * 60 * minute);
		expect(await mended.run(record, rule)).toMatchObject({
			resubmitted: { outcome: "done" },
		});
		expect(table.row("page-0", yesterday)).toBeDefined();
	});

	test("is a fault where two rows of a page have one key, and nothing of it is written", async () => {
		const row = { pk: "a", sk: "b" };
		const sum = async () => ({
			rows: [
				{ name: "sum" as const, row: { ...row, cents: 1 } },
				{ name: "log" as const, row: { ...row, text: "x" } },
			],
		});
		const { runJob, bus, table } = tillIn({ jobs: { sum } });
		expect(await runJob("sum")).toEqual(done);
		expect(bus.ofType("fault")).toMatchObject([
			{
				fault: {
					error: {
						message:
							'one page makes two rows of ["a","b"]: give each a key of its own',
					},
				},
			},
		]);
		expect(table.row("a", "b")).toBeUndefined();
	});

	test("comes again where the same may succeed later", async () => {
		const sum = async () => {
			throw Object.assign(new Error(), { name: "ThrottlingException" });
		};
		const { runJob, bus, table } = tillIn({ jobs: { sum } });
		expect(await runJob("sum")).toEqual(again);
		expect(bus.taken).toEqual([]);
		// Nobody needs to wait for it.
		expect(table.row("job#sum", yesterday)).toMatchObject({ leaseUntil: 0 });
	});

	test("comes again where its fault cannot be published", async () => {
		const { runJob, bus } = tillIn({ jobs: { sum: boom } });
		bus.refuses = () => "ThrottlingException";
		expect(await runJob("sum")).toEqual(again);
	});

	test.each([
		["a job that is not there any more", { job: "gone" }, "gone"],
		["a message that says nothing", {}, "message"],
	])("%s is a fault", async (_, body, rule) => {
		const { run, bus } = tillIn();
		expect(await run(message(body))).toEqual(done);
		expect(bus.ofType("fault")).toMatchObject([{ fault: { rule } }]);
	});
});
