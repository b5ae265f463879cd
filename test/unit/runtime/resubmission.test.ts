import type { DynamoDBRecord, SQSRecord } from "aws-lambda";
import type { FaultEvent } from "../../../runtime/core/faults";
import { type ListenerHandlers, listener } from "../../../runtime/listener";
import { type TriggerHandlers, trigger } from "../../../runtime/trigger";
import {
	envelope,
	image,
	lambdaContext,
	message,
	streamRecord,
} from "../../../testkit/records";
import { clearTelemetry } from "../../../testkit/telemetry";
import { type Shop, shop } from "./world/shop";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const boom = () => {
	throw new TypeError("boom");
};
const lambda = (invocation: string) =>
	lambdaContext({ invocation, remaining: 0 });

/** A fault's record as it is kept: as JSON. */
const asKept = <T>(record: T): T => JSON.parse(JSON.stringify(record));

const faultOf = (event: unknown) => (event as FaultEvent).fault;

describe("a listener's record that is sent again", () => {
	const handlers: ListenerHandlers<Shop> = {
		"keep-orders": ({ type, order }) =>
			type === "order-placed"
				? { pk: order.orderId, sk: "order", total: order.total }
				: undefined,
		"keep-lines": ({ order }) => ({
			pk: order.orderId,
			sk: "line",
			quantity: 1,
		}),
		"reserve-goods": ({ order: { orderId } }) => ({
			name: "reservation",
			row: { pk: orderId, sk: "reservation", orderId },
		}),
	};

	function shopListener() {
		const all = world();
		const of = { ...handlers };
		const run = (event: { Records: SQSRecord[]; rule?: string }, id = "1") =>
			listener(shop, of, { ports: all.ports })(event, lambda(id));
		/** The fault of an event for which one rule is broken. */
		const broken = async (rule: keyof Shop["rules"]) => {
			const mended = of[rule];
			Object.assign(of, { [rule]: boom });
			await run({ Records: [message(envelope())] });
			Object.assign(of, { [rule]: mended });
			const [event] = all.bus.ofType("fault");
			const { record } = faultOf(event);
			return { id: event?.id, Records: [asKept(record) as SQSRecord] };
		};
		return { ...all, of, run, broken };
	}

	test("runs just the rule that failed", async () => {
		const { table, run, broken } = shopListener();
		const { Records } = await broken("keep-lines");
		const before = table.writes.length;
		expect(await run({ Records, rule: "keep-lines" }, "2")).toEqual({
			batchItemFailures: [],
			resubmitted: { outcome: "done", faults: [] },
		});
		const written = table.writes.slice(before).map(({ now }) => now?.sk?.S);
		expect(written).toEqual(["line"]);
	});

	test("changes nothing more a second time", async () => {
		const { table, run, broken } = shopListener();
		const { Records } = await broken("reserve-goods");
		await run({ Records, rule: "reserve-goods" }, "2");
		const before = table.rows();
		expect(await run({ Records, rule: "reserve-goods" }, "3")).toMatchObject({
			resubmitted: { outcome: "done" },
		});
		expect(table.rows()).toEqual(before);
	});

	test("is the same fault with one more attempt if it fails again", async () => {
		const { bus, of, run, broken } = shopListener();
		const { id, Records } = await broken("keep-lines");
		of["keep-lines"] = boom;
		expect(await run({ Records, rule: "keep-lines" }, "2")).toMatchObject({
			batchItemFailures: [],
			resubmitted: {
				outcome: "failed",
				faults: [{ id, rule: "keep-lines", error: "TypeError: boom" }],
			},
		});
		const [first, second] = bus.ofType("fault").map(faultOf);
		expect(second).toMatchObject({ attempt: "2", record: first?.record });
	});

	test("says so where it may succeed later", async () => {
		const { table, run, broken } = shopListener();
		const { Records } = await broken("keep-lines");
		table.failNext({ name: "ThrottlingException" });
		expect(await run({ Records, rule: "keep-lines" }, "2")).toMatchObject({
			resubmitted: { outcome: "retryable", faults: [] },
		});
	});

	test.each(["*", "envelope"])(
		"runs all rules where none is known to have failed: %s",
		async (rule) => {
			const { table, of, run } = shopListener();
			of["keep-orders"] = boom;
			const answer = await run({ Records: [message(envelope())], rule });
			expect(answer.resubmitted).toMatchObject({
				outcome: "failed",
				faults: [{ rule: "keep-orders" }],
			});
			const kinds = new Set(table.rows().map((row) => row.discriminator));
			expect([...kinds]).toEqual(expect.arrayContaining(["line"]));
		},
	);

	test.each(["*", "envelope", "keep-lines"])(
		"is not done while a rule of it is switched off: %s",
		async (rule) => {
			const { ports, table } = world({
				environment: { disabledRules: ["keep-lines"] },
			});
			const run = listener(shop, handlers, { ports });
			const Records = [message(envelope())];
			expect(await run({ Records, rule }, lambda("2"))).toMatchObject({
				resubmitted: { outcome: "retryable", faults: [] },
			});
			const lines = table.rows().filter(({ sk }) => sk === "line");
			expect(lines).toEqual([]);
		},
	);

	test.each(["*", "envelope"])(
		"fails where no rule hears it any more: %s",
		async (rule) => {
			const { run } = shopListener();
			const Records = [message(envelope({ type: "basket-filled" }))];
			expect(await run({ Records, rule }, "2")).toMatchObject({
				resubmitted: { outcome: "failed", faults: [{ rule: "*" }] },
			});
		},
	);

	test("fails where its rule is gone, rather than run another", async () => {
		const { table, run, broken } = shopListener();
		const { Records } = await broken("keep-lines");
		const before = table.rows();
		expect(await run({ Records, rule: "keep-baskets" }, "2")).toMatchObject({
			resubmitted: {
				outcome: "failed",
				faults: [
					{
						rule: "keep-baskets",
						error:
							"NoSuchRule: no rule keep-baskets hears this record any more",
					},
				],
			},
		});
		expect(table.rows()).toEqual(before);
	});
});

describe("a trigger's record that is sent again", () => {
	const handlers: TriggerHandlers<Shop> = {
		"item-created": ({ row }) => ({ item: row }),
		"item-changed": ({ row }) => ({ item: row }),
		"item-listed": ({ row: { name } }) => ({ item: { name } }),
		"reservation-requested": ({ row: { orderId } }) => ({
			reservation: { orderId },
		}),
	};

	function shopTrigger() {
		const all = world();
		const of = { ...handlers };
		const run = (
			event: { Records: DynamoDBRecord[]; rule?: string },
			id = "1",
		) => trigger(shop, of, all.ports)(event, lambda(id));
		const created = streamRecord({ now: image({ status: "listed" }) });
		return { ...all, of, run, created };
	}

	test.each([
		[
			"its row is not published any more",
			{ discriminator: "article" },
			"item-created",
		],
		["it is not made of such a change any more", {}, "item-changed"],
		["the state that it needs is another", { status: "hidden" }, "item-listed"],
		[
			"it belongs to another region",
			{ awsregion: "us-west-2" },
			"item-created",
		],
	])("fails where nothing would be published: %s", async (_, row, rule) => {
		const { run, bus } = shopTrigger();
		const Records = [streamRecord({ now: image(row) })];
		expect(await run({ Records, rule }, "2")).toMatchObject({
			resubmitted: { outcome: "failed", faults: [{ rule }] },
		});
		expect(bus.ofType(rule)).toEqual([]);
	});

	test("publishes just the event that failed, with the id that it would have had", async () => {
		const { bus, of, run, created } = shopTrigger();
		const whole = shopTrigger();
		await whole.run({ Records: [created] });
		of["item-listed"] = boom;
		await run({ Records: [created] });
		of["item-listed"] = handlers["item-listed"];
		const Records = [
			asKept(faultOf(bus.ofType("fault")[0]).record) as DynamoDBRecord,
		];
		expect(await run({ Records, rule: "item-listed" }, "2")).toEqual({
			batchItemFailures: [],
			resubmitted: { outcome: "done", faults: [] },
		});
		const ids = (type: string) => bus.ofType(type).map(({ id }) => id);
		expect(ids("item-created")).toHaveLength(1);
		expect(ids("item-listed")).toEqual(
			whole.bus.ofType("item-listed").map(({ id }) => id),
		);
	});

	test("is the same fault if it fails again", async () => {
		const { bus, of, run, created } = shopTrigger();
		of["item-created"] = boom;
		await run({ Records: [created] });
		const answer = await run({ Records: [created], rule: "item-created" }, "2");
		const ids = bus.ofType("fault").map(({ id }) => id);
		expect(new Set(ids).size).toBe(1);
		expect(answer.resubmitted).toMatchObject({
			outcome: "failed",
			faults: [{ id: ids[0] }],
		});
	});

	test("says so where the bus refuses it", async () => {
		const { bus, run, created } = shopTrigger();
		bus.refuses = () => "InternalFailure";
		expect(await run({ Records: [created], rule: "*" })).toMatchObject({
			resubmitted: { outcome: "retryable" },
		});
	});

	test("fails where its event is produced no more", async () => {
		const { bus, run, created } = shopTrigger();
		const answer = await run({ Records: [created], rule: "item-lost" });
		expect(answer.resubmitted).toMatchObject({
			outcome: "failed",
			faults: [{ rule: "item-lost", error: expect.stringMatching("NoSuch") }],
		});
		expect(bus.taken.map(({ type }) => type)).toEqual(["fault"]);
	});
});
