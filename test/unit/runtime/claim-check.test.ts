import type { SQSRecord } from "aws-lambda";
import { produced, z } from "../../../contracts";
import { claimKey } from "../../../runtime/core/claim-check";
import { listener } from "../../../runtime/listener";
import { trigger } from "../../../runtime/trigger";
import {
	envelope,
	image,
	lambdaContext,
	message,
	noon,
	streamRecord,
} from "../../../testkit/records";
import { clearTelemetry, counted } from "../../../testkit/telemetry";
import { FakeS3 } from "./world/fake-s3";
import { type Shop, shop } from "./world/shop";
import { type Taken, world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const lambda = lambdaContext({ remaining: 0 });
const done = { batchItemFailures: [] };
const day = "claims/2030/01/01/12";
/** 6,000 bytes of UTF-8. */
const long = "€".repeat(2000);

/** The shop, whose event keeps these fields in a stub. */
const routing = (...paths: ("item.status" | "item.name")[]): Shop => ({
	...shop,
	produces: {
		...shop.produces,
		"item-created": produced({
			...shop.produces["item-created"],
			body: {
				item: z.object({
					name: z.string(),
					price: z.int(),
					status: z.enum(["draft", "listed"]),
				}),
			},
			routing: paths,
		}) as Shop["produces"]["item-created"],
	},
});

function shopTrigger(contract: Shop = routing("item.status")) {
	const all = world({ environment: { putEventsBytes: 5500 } });
	const handler = trigger(
		contract,
		{
			"item-created": ({ row }) => ({ item: row }),
			"item-changed": ({ row }) => ({ item: row }),
			"item-listed": () => undefined,
			"reservation-requested": () => undefined,
		},
		all.ports,
	);
	const create = (fields: Parameters<typeof image>[0] = {}) =>
		handler({ Records: [streamRecord({ now: image(fields) })] }, lambda);
	return { ...all, create };
}

function shopListener(s3: FakeS3, region = "us-east-1") {
	const all = world({ s3, region });
	const none = () => undefined;
	const handler = listener(
		shop,
		{
			"keep-orders": ({ type, order }) =>
				type === "order-placed"
					? { pk: order.orderId, sk: "order", total: order.total }
					: undefined,
			"keep-lines": none,
			"reserve-goods": none,
		},
		{ ports: all.ports },
	);
	const hear = (...records: SQSRecord[]) =>
		handler({ Records: records }, lambda);
	return { ...all, hear };
}

/** A stub, and the bucket that its content is in. */
function checkedIn(
	content: object | string | undefined = envelope(),
	{ region = "us-east-1" } = {},
) {
	const s3 = new FakeS3();
	const key = `${day}/event-1`;
	const text = typeof content === "string" ? content : JSON.stringify(content);
	if (content) s3.objects.set(`${region}/claims/${key}`, text);
	const { order, ...stub } = envelope();
	return { s3, stub: { ...stub, s3: { bucket: "claims", key, region } } };
}

const errors = (faults: readonly Taken[]) =>
	faults.map(({ fault }) => {
		const { error } = fault as { error: { name: string; message: string } };
		return `${error.name}: ${error.message}`;
	});

describe("an event over the limit", () => {
	test("goes to the bucket; the bus gets its envelope, its routing fields and where the rest is", async () => {
		const { create, bus, s3 } = shopTrigger();
		expect(await create({ name: long, status: "listed" })).toEqual(done);
		const [stub] = bus.taken;
		expect(stub).toEqual({
			id: expect.any(String),
			type: "item-created",
			timestamp: noon,
			partitionKey: "shop-1",
			tags: expect.objectContaining({ source: "shop", region: "us-east-1" }),
			item: { status: "listed" },
			s3: {
				bucket: "claims-us-east-1",
				key: `${day}/${stub?.id}`,
				region: "us-east-1",
			},
		});
		const place = `us-east-1/claims-us-east-1/${day}/${stub?.id}`;
		const { s3: _, ...header } = stub ?? {};
		expect(JSON.parse(s3.objects.get(place) ?? "")).toEqual({
			...header,
			item: { name: long, price: 250, status: "listed" },
		});
		expect(counted).toMatchObject({ EventsPublished: 1 });
	});

	test("goes to the same place whenever it comes again", async () => {
		const { create, s3, clock } = shopTrigger();
		await create({ name: long });
		clock.tick(7_200_000);
		await create({ name: long });
		expect(s3.objects.size).toBe(1);
		expect(s3.calls).toHaveLength(2);
	});

	test("is sent before nothing: what the bucket does not take does not reach the bus", async () => {
		const { create, s3, bus } = shopTrigger();
		s3.fails = () => 503;
		const { batchItemFailures } = await create({ name: long });
		expect(batchItemFailures).toHaveLength(1);
		expect(bus.taken).toEqual([]);
		s3.fails = () => undefined;
		expect(await create({ name: long })).toEqual(done);
		expect(bus.taken).toHaveLength(1);
	});

	test("is a fault where the bucket refuses it for good", async () => {
		const { create, s3, bus } = shopTrigger();
		s3.fails = () => 403;
		// Nor the fault's record: the failure destination keeps it.
		expect((await create({ name: long })).batchItemFailures).toHaveLength(1);
		let calls = 0;
		s3.fails = () => (calls++ === 0 ? 403 : undefined);
		expect(await create({ name: long })).toEqual(done);
		expect(bus.taken).toMatchObject([
			{ type: "fault", fault: { rule: "item-created" }, s3: {} },
		]);
	});

	test("is a fault where its routing fields alone are over it", async () => {
		const { create, bus } = shopTrigger(routing("item.name"));
		expect(await create({ name: long })).toEqual(done);
		const [fault] = bus.taken;
		expect(errors(bus.taken)[0]).toMatch(
			/^EventTooLarge: item-created \w+: its stub has 6\d+ bytes/,
		);
		expect(fault?.fault).toEqual({
			error: expect.anything(),
			rule: "item-created",
			function: "shop-function",
			attempt: "invocation-1",
		});
	});

	test("has a key that sorts by the hour of its time", () => {
		const timestamp = Date.UTC(2029, 8, 7, 6, 59, 59, 999);
		expect(claimKey(envelope({ timestamp }))).toBe(
			"claims/2029/09/07/06/event-1",
		);
	});
});

describe("a stub that arrives", () => {
	const total = [{ pk: "order-1", sk: "order", total: 500 }];

	test("is redeemed before it is validated", async () => {
		const { s3, stub } = checkedIn();
		const { hear, table } = shopListener(s3);
		expect(await hear(message(stub))).toEqual(done);
		expect(table.rows()).toMatchObject(total);
	});

	test("is redeemed from the region that it names", async () => {
		const { s3, stub } = checkedIn(envelope(), { region: "eu-west-1" });
		const { hear, table } = shopListener(s3, "us-west-2");
		expect(await hear(message(stub))).toEqual(done);
		expect(table.rows()).toMatchObject(total);
		expect(s3.calls).toEqual([`GET eu-west-1/claims/${day}/event-1`]);
	});

	test("is redeemed once for all rules, and not at all where no rule hears it", async () => {
		const { s3, stub } = checkedIn();
		const { hear } = shopListener(s3);
		await hear(message(stub));
		expect(s3.calls).toHaveLength(1);
		await hear(message({ ...stub, type: "nobody-asked" }));
		expect(s3.calls).toHaveLength(1);
	});

	test("comes back where the bucket may answer later", async () => {
		const { s3, stub } = checkedIn();
		const { hear, bus } = shopListener(s3);
		s3.fails = () => 503;
		const record = message(stub);
		expect(await hear(record)).toEqual({
			batchItemFailures: [{ itemIdentifier: record.messageId }],
		});
		expect(bus.taken).toEqual([]);
	});

	test.each<[string, object | string | undefined, string | RegExp]>([
		[
			"is gone",
			"",
			`ContentGone: the content of order-placed event-1 is gone: there is no ${day}/event-1 in the bucket claims of us-east-1, where it stays for 88 days`,
		],
		[
			"is another event",
			envelope({ id: "event-2" }),
			`ForeignContent: ${day}/event-1 in the bucket claims of us-east-1 is the content of event event-2, not of order-placed event-1`,
		],
		["is not an event", { id: "event-1" }, /^InvalidData: claims\/.*: type: /],
		["is not JSON", "{", /^SyntaxError/],
		[
			"is not what the consumer asks for",
			envelope({ order: {} }),
			/^InvalidData: the event order-placed: order.orderId/,
		],
	])("is a fault where its content %s", async (_, content, says) => {
		const { s3, stub } = checkedIn(content);
		const { hear, bus } = shopListener(s3);
		const record = message(stub);
		expect(await hear(record)).toEqual(done);
		expect(errors(bus.taken)[0]).toEqual(
			typeof says === "string" ? says : expect.stringMatching(says),
		);
		expect(bus.taken[0]).toMatchObject({
			tags: { causationId: "event-1", correlationId: "correlation-1" },
			fault: { record: { body: record.body } },
		});
	});

	test("is a fault where its region could be any host", async () => {
		const { s3, stub } = checkedIn();
		const { hear, bus } = shopListener(s3);
		const elsewhere = { ...stub.s3, region: "us-east-1.example.com/#" };
		await hear(message({ ...stub, s3: elsewhere }));
		expect(errors(bus.taken)[0]).toMatch(/^InvalidData: the event: s3.region/);
		expect(s3.calls).toEqual([]);
	});
});
