import type { SQSRecord } from "aws-lambda";
import fc from "fast-check";
import { hashId, hashValue } from "../../../runtime/core/hash";
import { type ListenerHandlers, listener } from "../../../runtime/listener";
import {
	envelope,
	image,
	lambdaContext,
	message,
	noon,
} from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { runs } from "./world/runs";
import { type Shop, shop } from "./world/shop";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const handlers: ListenerHandlers<Shop> = {
	"keep-orders": ({ type, order }) =>
		type === "order-withdrawn"
			? { pk: order.orderId, sk: "order", deleted: true }
			: { pk: order.orderId, sk: "order", total: order.total },
	"keep-lines": ({ order: { orderId, lines = [] } }) =>
		lines.map(({ sku, quantity }) => ({
			pk: orderId,
			sk: `line#${sku}`,
			quantity,
		})),
	"reserve-goods": ({ order: { orderId } }) => ({
		name: "reservation",
		row: { pk: orderId, sk: "reservation", orderId },
	}),
};

const views: Partial<ListenerHandlers<Shop>> = {
	"reserve-goods": () => undefined,
};

function shopListener({
	of = {},
	...options
}: { of?: Partial<ListenerHandlers<Shop>> } & Parameters<
	typeof world
>[0] = {}) {
	const all = world(options);
	const handler = listener(shop, { ...handlers, ...of }, { ports: all.ports });
	const receive = (Records: SQSRecord[], invocation = "invocation-1") =>
		handler({ Records }, lambdaContext({ invocation, remaining: 0 }));
	/** One message for each event; gives what comes back. */
	const hear = (...events: (object | string)[]) => receive(events.map(message));
	return { ...all, receive, hear };
}

const done = { batchItemFailures: [] };
const back = (...messages: SQSRecord[]) => ({
	batchItemFailures: messages.map(({ messageId }) => ({
		itemIdentifier: messageId,
	})),
});

const boom = () => {
	throw new TypeError("boom");
};

describe("a rule that materializes", () => {
	test("saves a lean view with its event's time, id and chain of causes", async () => {
		const { hear, table } = shopListener({ of: views, region: "us-west-2" });
		expect(await hear(envelope())).toEqual(done);
		expect(table.rows()).toEqual([
			{
				pk: "order-1",
				sk: "order",
				discriminator: "order",
				total: 500,
				timestamp: noon,
				eventId: "event-1",
				awsregion: "us-west-2",
				context: {
					correlationId: "correlation-1",
					causationId: "event-1",
					hops: 1,
					traceparent: expect.any(String),
				},
			},
		]);
		expect(counted).toMatchObject({ ViewsWritten: 1, StaleEventsDropped: 0 });
	});

	test("ignores fields that it does not ask for", async () => {
		const seen: unknown[] = [];
		const { hear } = shopListener({
			of: {
				"keep-orders": (event) => {
					seen.push(event);
					return undefined;
				},
			},
		});
		const order = { orderId: "order-1", total: 5, card: "4111" };
		await hear(envelope({ order, payment: {} }));
		expect(seen).toEqual([
			envelope({ order: { orderId: "order-1", total: 5 } }),
		]);
	});

	test("writes several rows, or none", async () => {
		const { hear, table } = shopListener({ of: views });
		const lines = ["a", "b"].map((sku, i) => ({ sku, quantity: i + 1 }));
		const order = { orderId: "order-1", total: 5, lines };
		expect(await hear(envelope({ order }))).toEqual(done);
		expect(table.rows()).toMatchObject([
			{ sk: "line#a", quantity: 1, eventId: "event-1" },
			{ sk: "line#b", quantity: 2, eventId: "event-1" },
			{ sk: "order" },
		]);
		expect(counted).toMatchObject({ ViewsWritten: 3 });
	});

	test("sets a time to live only where the contract says so, counted from the event's time", async () => {
		const { hear, table } = shopListener({ of: views });
		const lines = [{ sku: "a", quantity: 1 }];
		await hear(envelope({ order: { orderId: "order-1", total: 5, lines } }));
		const [line, order] = table.rows();
		expect(line).toMatchObject({ sk: "line#a", ttl: noon / 1000 + 3600 });
		expect(order).toMatchObject({ sk: "order" });
		expect(order).not.toHaveProperty("ttl");
	});

	test("drops what is stale, and counts it", async () => {
		const { hear, table } = shopListener({ of: views });
		const later = envelope({ id: "later", timestamp: noon + 1 });
		await hear(later);
		expect(await hear(envelope(), later)).toEqual(done);
		expect(table.row("order-1", "order")).toMatchObject({ eventId: "later" });
		expect(counted).toMatchObject({ ViewsWritten: 1, StaleEventsDropped: 2 });
	});

	test("keeps a tombstone, so that an older event does not bring the row back", async () => {
		const { hear, table } = shopListener({ of: views });
		const type = "order-withdrawn";
		await hear(envelope({ type, id: "later", timestamp: noon + 1 }));
		await hear(envelope());
		expect(table.row("order-1", "order")).toMatchObject({
			deleted: true,
			ttl: noon / 1000 + 102 * 24 * 60 * 60,
		});
	});

	test("takes over a row that a script wrote", async () => {
		const { hear, table } = shopListener({ of: views });
		table.set(image({ pk: "order-1", sk: "order", timestamp: undefined }));
		await hear(envelope());
		expect(table.row("order-1", "order")).toMatchObject({ total: 500 });
	});
});

describe("a rule that emits", () => {
	const emitting = {
		of: { "keep-orders": () => undefined, "keep-lines": () => undefined },
	};

	test("writes its row and that it handled the event, in one transaction", async () => {
		const { hear, table } = shopListener(emitting);
		expect(await hear(envelope())).toEqual(done);
		expect(table.calls).toEqual(["TransactWriteItems"]);
		const stamps = {
			timestamp: noon,
			awsregion: "us-east-1",
			context: expect.objectContaining({ hops: 1, causationId: "event-1" }),
		};
		expect(table.rows()).toEqual([
			{
				...stamps,
				pk: "event#event-1",
				sk: "reserve-goods",
				discriminator: "HANDLED",
				changeId: expect.any(String),
				ttl: noon / 1000 + 103 * 24 * 60 * 60,
			},
			{
				...stamps,
				pk: "order-1",
				sk: "reservation",
				discriminator: "reservation",
				orderId: "order-1",
				changeId: hashId("event-1", "reserve-goods", "order-1", "reservation"),
			},
		]);
	});

	test("acts once for an event, however often it comes", async () => {
		const { hear, table } = shopListener(emitting);
		await hear(envelope(), envelope());
		table.delete("order-1", "reservation");
		expect(await hear(envelope())).toEqual(done);
		expect(table.row("order-1", "reservation")).toBeUndefined();
		expect(counted).toMatchObject({ ViewsWritten: 1, StaleEventsDropped: 2 });
	});

	test("acts again for another event, and the row's timestamp rises, also over a clock that is ahead", async () => {
		const { hear, table, clock } = shopListener(emitting);
		await hear(envelope());
		clock.tick(-5000);
		expect(await hear(envelope({ id: "event-2" }))).toEqual(done);
		expect(table.row("order-1", "reservation")).toMatchObject({
			timestamp: noon + 1,
			changeId: hashId("event-2", "reserve-goods", "order-1", "reservation"),
		});
	});

	test("comes back where others are always faster", async () => {
		const { receive, table } = shopListener(emitting);
		let timestamp = noon;
		table.onCall = () => {
			timestamp += 10;
			table.set(image({ pk: "order-1", sk: "reservation", timestamp }));
		};
		const behind = message(envelope());
		expect(await receive([behind])).toEqual(back(behind));
	});

	test("comes back when its transaction collides", async () => {
		const { receive, table } = shopListener(emitting);
		table.failNext({
			name: "TransactionCanceledException",
			reasons: ["TransactionConflict", "None"],
		});
		const first = message(envelope());
		expect(await receive([first])).toEqual(back(first));
		expect(await receive([first])).toEqual(done);
		expect(table.row("order-1", "reservation")).toBeDefined();
	});

	test("without a row notes nothing", async () => {
		const { hear, table } = shopListener({ of: { ...emitting.of, ...views } });
		expect(await hear(envelope())).toEqual(done);
		expect(table.calls).toEqual([]);
	});
});

describe("what is not for this service", () => {
	test.each([
		["its own events", envelope({ tags: { source: "shop" } })],
		["events that no rule handles", envelope({ type: "order-painted" })],
		["a type that is a name of every object", envelope({ type: "toString" })],
	])("%s are ignored", async (_, event) => {
		const { hear, table, bus } = shopListener();
		expect(await hear(event)).toEqual(done);
		expect(table.rows()).toEqual([]);
		expect(bus.taken).toEqual([]);
		expect(counted).toMatchObject({ EventsIgnored: 1 });
	});
});

describe("an error that would come again becomes a fault, and the message is done", () => {
	test("a bug in one rule, which stops no other rule and no other message", async () => {
		const { receive, bus, table } = shopListener({
			of: { "keep-orders": boom },
		});
		const poison = message(envelope());
		expect(
			await receive([poison, message(envelope({ id: "event-2" }))]),
		).toEqual(done);
		expect(table.row("event#event-1", "reserve-goods")).toBeDefined();
		expect(table.row("event#event-2", "reserve-goods")).toBeDefined();
		expect(bus.taken).toHaveLength(2);
		expect(bus.taken[0]).toEqual({
			id: hashId("fault", "event-1", "shop", "keep-orders"),
			type: "fault",
			timestamp: noon,
			partitionKey: "order-1",
			tags: expect.objectContaining({
				rule: "keep-orders",
				source: "shop",
				causationId: "event-1",
				correlationId: "correlation-1",
			}),
			fault: {
				error: {
					name: "TypeError",
					message: "boom",
					stack: expect.stringContaining("boom"),
				},
				rule: "keep-orders",
				function: "shop-function",
				attempt: "invocation-1",
				record: { body: poison.body },
			},
		});
		expect(logged.at(-1)).toMatchObject(["listened", { faults: [{}, {}] }]);
	});

	test("the same failure again is the same fault, in another attempt", async () => {
		const { receive, bus } = shopListener({ of: { "keep-orders": boom } });
		await receive([message(envelope())], "first");
		await receive([message(envelope())], "second");
		const [first, second] = bus.taken;
		expect(second?.id).toBe(first?.id);
		expect([first, second]).toMatchObject([
			{ fault: { attempt: "first" } },
			{ fault: { attempt: "second" } },
		]);
	});

	test("each rule that fails has a fault of its own", async () => {
		const { hear, bus } = shopListener({
			of: { "keep-orders": boom, "keep-lines": boom },
		});
		await hear(envelope());
		expect(new Set(bus.taken.map(({ id }) => id)).size).toBe(2);
	});

	test.each([
		["no JSON", "{"],
		["no envelope", envelope({ id: "" })],
		["no time", envelope({ timestamp: "noon" })],
	])(
		"a message with %s, which is the same fault by its body, however often it is sent",
		async (_, body) => {
			const { hear, bus } = shopListener();
			const text = typeof body === "string" ? body : JSON.stringify(body);
			expect(await hear(text)).toEqual(done);
			await hear(text);
			const [first, second] = bus.taken;
			expect(first?.id).toBe(
				hashId("fault", hashValue({ body: text }), "shop", "envelope"),
			);
			expect(second?.id).toBe(first?.id);
			expect(first).toMatchObject({
				partitionKey: first?.id,
				fault: { rule: "envelope" },
			});
		},
	);

	test("a body that the consumer's own schema refuses", async () => {
		const { hear, bus } = shopListener({ of: views });
		expect(await hear(envelope({ order: { orderId: "" } }))).toEqual(done);
		expect(bus.taken).toMatchObject([
			{
				fault: {
					error: {
						name: "InvalidData",
						message: expect.stringContaining("order.total"),
					},
				},
			},
			{ fault: { rule: "keep-lines" } },
			{ fault: { rule: "reserve-goods" } },
		]);
	});

	test.each([
		[16, 0],
		[17, 3],
	])("an event over %i hops: %i faults", async (hops, faults) => {
		const { hear, bus } = shopListener();
		expect(await hear(envelope({ tags: { hops } }))).toEqual(done);
		expect(bus.taken).toHaveLength(faults);
		for (const { fault } of bus.taken)
			expect(fault).toMatchObject({ error: { name: "TooManyHops" } });
	});

	test("a write that DynamoDB refuses", async () => {
		const { hear, table, bus } = shopListener({ of: views });
		table.failNext({ name: "ValidationException" });
		expect(await hear(envelope())).toEqual(done);
		expect(bus.taken).toMatchObject([{ fault: { rule: "keep-orders" } }]);
	});
});

describe("what may succeed later comes again", () => {
	test("just the messages concerned", async () => {
		const { receive, table } = shopListener({ of: views });
		const messages = ["1", "2", "3"].map((id) =>
			message(envelope({ id, order: { orderId: id, total: 1 } })),
		);
		table.failNext(undefined, { name: "ThrottlingException" });
		const [, second] = messages;
		expect(await receive(messages)).toEqual(second && back(second));
		expect(table.rows()).toHaveLength(2);
		expect(counted).toMatchObject({ RecordsToRetry: 1, ViewsWritten: 2 });
	});

	test("when the fault cannot be published", async () => {
		const { receive, bus } = shopListener({ of: { "keep-orders": boom } });
		bus.refuses = () => "AccessDeniedException";
		const poison = message(envelope());
		expect(await receive([poison])).toEqual(back(poison));
	});

	test("once, where a rule has a fault and another must come again", async () => {
		const { receive, table, bus } = shopListener({
			of: { "keep-orders": boom },
		});
		table.failNext({ name: "InternalServerError", status: 500 });
		const both = message(envelope());
		expect(await receive([both])).toEqual(back(both));
		expect(bus.taken).toHaveLength(1);
	});

	test("where one of a rule's rows must come again and another never will", async () => {
		const { receive, table, bus } = shopListener({
			of: { ...views, "keep-orders": () => undefined },
		});
		const lines = ["a", "b", "c"].map((sku) => ({ sku, quantity: 1 }));
		const order = message(
			envelope({ order: { orderId: "order-1", total: 1, lines } }),
		);
		table.failNext(
			{ name: "ValidationException" },
			{ name: "ThrottlingException" },
		);
		expect(await receive([order])).toEqual(back(order));
		expect(bus.taken).toEqual([]);
		// Nothing of it runs on in the next invocation.
		expect(table.rows()).toMatchObject([{ sk: "line#c" }]);
	});
});

test("any order and any repetition of events gives the same rows", async () => {
	const event = fc.record({
		id: fc.uuid(),
		type: fc.constantFrom("order-placed", "order-withdrawn"),
		timestamp: fc.integer({ min: noon, max: noon + 3 }),
		orderId: fc.constantFrom("order-1", "order-2"),
		total: fc.nat(9),
	});
	const events = fc.uniqueArray(event, {
		selector: ({ id }) => id,
		minLength: 1,
		maxLength: 8,
	});
	const orders = events.chain((all) =>
		fc.tuple(
			fc.constant(all),
			fc.shuffledSubarray(all, { minLength: all.length }),
			fc.array(fc.constantFrom(...all), { maxLength: 6 }),
		),
	);
	const rowsOf = async (batches: readonly unknown[][]) => {
		const { hear, table } = shopListener({ of: views });
		for (const batch of batches)
			expect(await hear(...(batch as object[]))).toEqual(done);
		// Where an event has no trace, each view starts one.
		return table.rows().map(({ context, ...row }) => row);
	};
	await fc.assert(
		fc.asyncProperty(orders, async ([all, shuffled, repeats]) => {
			const heard = (list: typeof all) =>
				list.map(({ orderId, total, ...header }) =>
					envelope({ ...header, order: { orderId, total } }),
				);
			const oneByOne = await rowsOf(heard(all).map((event) => [event]));
			const together = await rowsOf([
				heard([...repeats, ...shuffled]),
				heard(repeats),
			]);
			expect(together).toEqual(oneByOne);
		}),
		runs(0.5),
	);
});
