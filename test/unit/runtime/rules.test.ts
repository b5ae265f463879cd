import type { Filter } from "../../../contracts/filter";
import { listener } from "../../../runtime/listener";
import { envelope, lambdaContext, message } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { type Shop, shop } from "./world/shop";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

/** The shop's listener, whose views are all that it writes. */
function shopListener(
	contract: Shop = shop,
	environment: Parameters<typeof world>[0] = {},
) {
	const all = world(environment);
	const handler = listener(
		contract,
		{
			"keep-orders": ({ order: { orderId } }) => ({
				pk: orderId,
				sk: "order",
				total: 1,
			}),
			"keep-lines": ({ order: { orderId, lines = [] } }) =>
				lines.map(({ sku, quantity }) => ({ pk: orderId, sk: sku, quantity })),
			"reserve-goods": () => undefined,
		},
		{ ports: all.ports },
	);
	const hear = (body: object, rule?: string) =>
		handler(
			{ Records: [message(body)], ...(rule && { rule }) },
			lambdaContext({ remaining: 0 }),
		);
	const written = () => all.table.rows().map(({ sk }) => sk);
	return { ...all, hear, written };
}

const lines = [
	{ sku: "tea", quantity: 2 },
	{ sku: "milk", quantity: 1 },
];
const placed = (order: object = {}) =>
	envelope({ order: { orderId: "order-1", total: 500, lines, ...order } });

describe("a rule that makes several rows of one event", () => {
	test("writes each of them, with the event's time and id", async () => {
		const { hear, table } = shopListener();
		await hear(placed());
		expect(table.rows()).toMatchObject([
			{ sk: "milk", discriminator: "line", quantity: 1, eventId: "event-1" },
			{ sk: "order" },
			{ sk: "tea", discriminator: "line", quantity: 2, eventId: "event-1" },
		]);
	});

	test("writes again only what an older event wrote, each row by its own lock", async () => {
		const { hear, table } = shopListener();
		await hear(placed());
		const newer = { sku: "tea", quantity: 9 };
		await hear({ ...placed({ lines: [newer] }), id: "event-2" });
		await hear(placed());
		expect(table.row("order-1", "tea")).toMatchObject({ quantity: 9 });
		expect(table.row("order-1", "milk")).toMatchObject({ quantity: 1 });
	});

	test("comes back as a whole where one row cannot be written, and then writes the rest", async () => {
		const { hear, table, written } = shopListener({
			...shop,
			rules: { ...shop.rules, "keep-orders": { ...never("keep-orders") } },
		});
		table.failNext(undefined, { name: "ThrottlingException" });
		expect((await hear(placed())).batchItemFailures).toHaveLength(1);
		expect(written()).toHaveLength(1);
		expect((await hear(placed())).batchItemFailures).toEqual([]);
		expect(written()).toEqual(["milk", "tea"]);
	});

	test("must not make two of one key: neither would be the right one", async () => {
		const { hear, bus, written } = shopListener();
		const [tea] = lines;
		await hear(placed({ lines: [tea, tea] }));
		expect(written()).toEqual(["order"]);
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { error: { message: expect.stringContaining("two views") } } },
		]);
	});

	test("may make none", async () => {
		const { hear, written } = shopListener();
		await hear(placed({ lines: [] }));
		expect(written()).toEqual(["order"]);
	});
});

/** A rule that hears nothing. */
function never<Rule extends keyof Shop["rules"]>(rule: Rule) {
	return { ...shop.rules[rule], on: [] as never };
}

const filtered = (where: Filter): Shop => ({
	...shop,
	rules: {
		...shop.rules,
		"keep-lines": Object.assign({ where }, shop.rules["keep-lines"]),
	},
});

describe("a rule with a filter", () => {
	const big = filtered({ "order.orderId": [{ prefix: "big-" }] });

	test("hears only what its filter lets through; others hear all", async () => {
		const { hear, written } = shopListener(big);
		await hear(placed());
		expect(written()).toEqual(["order"]);
		await hear(placed({ orderId: "big-1" }));
		expect(written()).toEqual(["milk", "order", "tea", "order"]);
	});

	test("judges a stub by the routing fields that it keeps", async () => {
		const { hear, s3, written } = shopListener({
			...big,
			rules: { ...big.rules, "keep-orders": never("keep-orders") },
		});
		const place = { bucket: "claims", key: "key", region: "us-east-1" };
		s3.objects.set(
			"us-east-1/claims/key",
			JSON.stringify(placed({ orderId: "big-1" })),
		);
		const stub = (orderId: string) =>
			envelope({ order: { orderId }, s3: place });
		await hear({ ...stub("small-1"), type: "order-placed" });
		expect(written()).toEqual([]);
		await hear(stub("big-1"));
		expect(written()).toEqual(["milk", "tea"]);
	});

	test("is not told of events that do not concern it when one of them is not valid", async () => {
		const { hear, bus } = shopListener(big);
		await hear(placed({ lines: "none" }));
		expect(bus.taken.map(({ tags }) => tags.rule)).toEqual([
			"keep-orders",
			"reserve-goods",
		]);
	});
});

describe("a rule that is switched off", () => {
	const off = { environment: { disabledRules: ["keep-lines"] } };

	test("writes nothing, and the others go on", async () => {
		const { hear, written, bus } = shopListener(shop, off);
		expect(await hear(placed())).toEqual({ batchItemFailures: [] });
		expect(written()).toEqual(["order"]);
		expect(bus.taken).toEqual([]);
	});

	test("is counted and named, with the number of its events", async () => {
		const { hear } = shopListener(shop, off);
		await hear(placed());
		expect(counted).toMatchObject({ EventsSkipped: 1, EventsIgnored: 0 });
		expect(logged).toEqual([
			["listened", expect.objectContaining({ skipped: { "keep-lines": 1 } })],
		]);
	});

	test("makes nobody fetch the content of a stub", async () => {
		const disabledRules = ["keep-orders", "keep-lines", "reserve-goods"];
		const { hear, s3 } = shopListener(shop, { environment: { disabledRules } });
		const place = { bucket: "claims", key: "key", region: "us-east-1" };
		await hear(envelope({ s3: place }));
		expect(s3.calls).toEqual([]);
		expect(counted).toMatchObject({ EventsSkipped: 3 });
	});

	test("does not pass for done when somebody sends it a record again", async () => {
		const { hear, written } = shopListener(shop, off);
		const answer = await hear(placed(), "keep-lines");
		expect(answer.resubmitted?.outcome).toBe("retryable");
		expect(written()).toEqual([]);
	});
});
