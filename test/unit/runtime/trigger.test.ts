import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { hashId } from "../../../runtime/core/hash";
import { type TriggerHandlers, trigger } from "../../../runtime/trigger";
import {
	image,
	lambdaContext,
	noon,
	streamRecord,
} from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { runs } from "./world/runs";
import { type Shop, shop } from "./world/shop";
import { world } from "./world/world";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const handlers: TriggerHandlers<Shop> = {
	"item-created": ({ row }) => ({ item: row }),
	"item-changed": ({ row }) => ({ item: row }),
	"item-listed": ({ row: { name } }) => ({ item: { name } }),
	"reservation-requested": ({ row: { orderId } }) => ({
		reservation: { orderId },
	}),
};

/** A trigger of the shop. It has no time to send an entry twice, so a refusal is final. */
function shopTrigger({
	of = {},
	...options
}: { of?: Partial<TriggerHandlers<Shop>> } & Parameters<typeof world>[0] = {}) {
	const all = world(options);
	const handler = trigger(shop, { ...handlers, ...of }, all.ports);
	const run = (records: DynamoDBRecord[], invocation = "invocation-1") =>
		handler(
			{ Records: records },
			lambdaContext({ invocation, remaining: 0, region: all.region }),
		);
	return { ...all, run };
}

const created = (fields: Parameters<typeof image>[0] = {}) =>
	streamRecord({ now: image(fields) });

const done = { batchItemFailures: [] };
const checkpointAt = (record: DynamoDBRecord | undefined) => ({
	batchItemFailures: [{ itemIdentifier: record?.dynamodb?.SequenceNumber }],
});

const context = {
	correlationId: "correlation-1",
	causationId: "cause-1",
	hops: 2,
	traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
};

test("an event has the envelope, the tags and the fields that its contract names", async () => {
	const { run, bus } = shopTrigger();
	expect(
		await run([created({ context, secret: "not in the contract" })]),
	).toEqual(done);
	expect(bus.taken).toEqual([
		{
			id: hashId(
				"shop",
				"shop-1",
				"item#1",
				"change-1",
				"item-created",
				"item-created",
				"",
			),
			type: "item-created",
			timestamp: noon,
			partitionKey: "shop-1",
			tags: {
				...context,
				rule: "item-created",
				account: "123456789012",
				region: "us-east-1",
				stage: "test",
				source: "shop",
				function: "shop-function",
			},
			item: { name: "Tea", price: 250, status: "draft" },
		},
	]);
});

test.each([
	["created", undefined, image(), ["item-created"]],
	["updated", image(), image({ changeId: "b" }), ["item-changed"]],
	[
		"deleted",
		image(),
		image({ changeId: "b", deleted: true }),
		["item-changed"],
	],
	[
		"undeleted",
		image({ deleted: true }),
		image({ changeId: "b" }),
		["item-created"],
	],
	["removed", image(), undefined, ["item-changed"]],
	[
		"created as listed",
		undefined,
		image({ status: "listed" }),
		["item-created", "item-listed"],
	],
	[
		"updated to listed",
		image(),
		image({ changeId: "b", status: "listed" }),
		["item-changed", "item-listed"],
	],
	[
		"updated, listed before",
		image({ status: "listed" }),
		image({ changeId: "b", status: "listed" }),
		["item-changed"],
	],
	[
		"updated, no more listed",
		image({ status: "listed" }),
		image({ changeId: "b" }),
		["item-changed"],
	],
])(
	"a row that is %s becomes the events of its contract",
	async (_, old, now, types) => {
		const { run, bus } = shopTrigger();
		await run([streamRecord({ old, now })]);
		expect(bus.taken.map(({ type }) => type)).toEqual(types);
	},
);

test("only published rows of this region are published", async () => {
	const { run, bus } = shopTrigger();
	const records = [
		created({ awsregion: "us-west-2" }),
		created({ discriminator: "order" }),
		created({ discriminator: "note" }),
		created({ discriminator: "toString" }),
	];
	expect(await run(records)).toEqual(done);
	expect(bus.taken).toEqual([]);
});

test("whoever publishes a change again, in either region, publishes the same id", async () => {
	const now = image();
	const here = shopTrigger();
	await here.run([streamRecord({ now })]);
	await here.run([streamRecord({ now })], "invocation-2");
	const there = shopTrigger({ region: "us-west-2" });
	await there.run([
		streamRecord({ now: { ...now, awsregion: { S: "us-west-2" } } }),
	]);
	const ids = [...here.bus.taken, ...there.bus.taken].map(({ id }) => id);
	expect(ids).toHaveLength(3);
	expect(new Set(ids).size).toBe(1);
});

test("different changes, rows and types have different ids; a hard delete is not the write before it", async () => {
	const { run, bus } = shopTrigger();
	const listed = image({ changeId: "b", status: "listed" });
	await run([
		created(),
		created({ changeId: "b" }),
		created({ sk: "item#2" }),
		created({ pk: "shop-1#item", sk: "1" }),
		streamRecord({ old: image(), now: listed }),
		streamRecord({ old: listed }),
	]);
	expect(bus.taken).toHaveLength(7);
	expect(new Set(bus.taken.map(({ id }) => id)).size).toBe(7);
});

test("a write past the repository is published and counted", async () => {
	const { run, bus } = shopTrigger();
	await run([
		created(),
		created({ awsregion: undefined }),
		streamRecord({ old: image(), now: image({ price: 1 }) }),
	]);
	expect(bus.taken).toHaveLength(3);
	expect(counted).toMatchObject({
		EventsPublished: 3,
		UnstampedChanges: 2,
		Faults: 0,
	});
});

test("a handler that gives nothing publishes nothing", async () => {
	const { run, bus } = shopTrigger({ of: { "item-created": () => undefined } });
	expect(await run([created()])).toEqual(done);
	expect(bus.taken).toEqual([]);
});

describe("an error that would come again becomes a fault, and the record is done", () => {
	const boom = () => {
		throw new TypeError("boom");
	};

	test("a bug in a handler, beside events that flow", async () => {
		const { run, bus } = shopTrigger({ of: { "item-created": boom } });
		const record = created({ status: "listed", context });
		expect(await run([record])).toEqual(done);
		expect(bus.ofType("item-listed")).toHaveLength(1);
		const event = hashId(
			"shop",
			"shop-1",
			"item#1",
			"change-1",
			"item-created",
			"item-created",
			"",
		);
		expect(bus.ofType("fault")).toEqual([
			{
				id: hashId("fault", event, "shop", "item-created"),
				type: "fault",
				timestamp: noon,
				partitionKey: "shop-1",
				tags: expect.objectContaining({
					rule: "item-created",
					source: "shop",
					causationId: event,
					correlationId: "correlation-1",
				}),
				fault: {
					error: {
						name: "TypeError",
						message: "boom",
						stack: expect.stringContaining("boom"),
					},
					rule: "item-created",
					function: "shop-function",
					attempt: "invocation-1",
					record,
				},
			},
		]);
		expect(counted).toMatchObject({
			Faults: 1,
			EventsPublished: 1,
			RecordsToRetry: 0,
		});
	});

	test("the same failure again is the same fault, in another attempt", async () => {
		const { run, bus } = shopTrigger({ of: { "item-created": boom } });
		const record = created();
		await run([record], "first");
		await run([record], "second");
		const [first, second] = bus.ofType("fault");
		expect(second?.id).toBe(first?.id);
		expect([first, second]).toMatchObject([
			{ fault: { attempt: "first" } },
			{ fault: { attempt: "second" } },
		]);
	});

	test("a body that its own contract refuses", async () => {
		const { run, bus } = shopTrigger();
		expect(
			await run([created({ price: -1 }), created({ sk: "item#2" })]),
		).toEqual(done);
		expect(bus.ofType("item-created")).toHaveLength(1);
		expect(bus.ofType("fault")).toMatchObject([
			{
				fault: {
					rule: "item-created",
					error: {
						name: "InvalidData",
						message: expect.stringContaining("item.price"),
					},
				},
			},
		]);
	});

	test("an image that cannot be read", async () => {
		const { run, bus } = shopTrigger();
		const now = { ...image(), price: { N: "1e200" } };
		expect(await run([streamRecord({ now }), created()])).toEqual(done);
		expect(bus.ofType("item-created")).toHaveLength(1);
		expect(bus.ofType("fault")).toMatchObject([{ fault: { rule: "change" } }]);
	});

	test("stamps that a script has spoilt", async () => {
		const { run, bus } = shopTrigger();
		const spoilt = (fields: object) =>
			streamRecord({ now: { ...image(), ...marshall(fields) } });
		const records = [
			spoilt({ timestamp: "yesterday" }),
			spoilt({ context: { hops: "many" } }),
		];
		expect(await run(records)).toEqual(done);
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "change", error: { name: "InvalidData" } } },
			{ fault: { rule: "change", error: { name: "InvalidData" } } },
		]);
	});

	test("an entry that the bus will never take", async () => {
		const { run, bus } = shopTrigger();
		bus.refuses = ({ type }) =>
			type === "item-created" ? "MalformedDetail" : undefined;
		expect(await run([created()])).toEqual(done);
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { error: { name: "EntryRejected" } } },
		]);
	});
});

describe("what may succeed later comes again", () => {
	test("from the lowest record of which an entry was refused", async () => {
		const { run, bus } = shopTrigger();
		const records = [1, 2, 3, 4].map((n) =>
			created({ sk: `item#${n}`, changeId: `c${n}`, name: `n${n}` }),
		);
		bus.refuses = ({ item }) =>
			JSON.stringify(item).match(/n[24]/) ? "ThrottlingException" : undefined;
		expect(await run(records)).toEqual(checkpointAt(records[1]));
		expect(bus.taken).toHaveLength(2);
		expect(counted).toMatchObject({ EventsPublished: 2, RecordsToRetry: 2 });
		expect(logged.at(-1)).toMatchObject(["published", { retry: 2 }]);
	});

	test("when the whole call fails", async () => {
		const { run, bus } = shopTrigger();
		bus.fails = () => Object.assign(new Error("reset"), { code: "ECONNRESET" });
		const records = [created(), created({ sk: "item#2" })];
		expect(await run(records)).toEqual(checkpointAt(records[0]));
	});

	test("when the fault cannot be published", async () => {
		const { run, bus } = shopTrigger();
		bus.refuses = ({ type }) =>
			type === "fault" ? "AccessDeniedException" : undefined;
		const records = [created(), created({ price: -1 })];
		expect(await run(records)).toEqual(checkpointAt(records[1]));
		expect(counted).toMatchObject({ Faults: 0, RecordsToRetry: 1 });
	});

	test("when not even the fault's stub fits, so that the failure destination keeps the record", async () => {
		const { run, bus } = shopTrigger({ environment: { putEventsBytes: 1000 } });
		const records = [created(), created({ price: -1 })];
		expect(await run(records)).toEqual(checkpointAt(records[1]));
		expect(bus.taken).toHaveLength(1);
	});

	test("as a whole batch where the record has no number", async () => {
		const { run, bus } = shopTrigger();
		bus.refuses = () => "InternalFailure";
		const record = created();
		delete record.dynamodb?.SequenceNumber;
		expect(await run([record])).toEqual({
			batchItemFailures: [{ itemIdentifier: "" }],
		});
	});

	test("and never lies behind a record whose event was not taken, whatever the bus refuses", async () => {
		const verdict = fc.constantFrom(
			undefined,
			undefined,
			"InternalFailure",
			"MalformedDetail",
		);
		const record = fc.record({
			listed: fc.boolean(),
			poison: fc.boolean(),
			verdicts: fc.array(verdict),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(record, { minLength: 1, maxLength: 25 }),
				fc.array(verdict),
				async (given, faultVerdicts) => {
					const { run, bus } = shopTrigger();
					const records = given.map(({ listed, poison }, i) =>
						created({
							pk: `shop-${i}`,
							status: listed ? "listed" : "draft",
							price: poison ? -1 : 1,
						}),
					);
					const left = given.map(({ verdicts }) => [...verdicts]);
					const leftOfFaults = [...faultVerdicts];
					bus.refuses = ({ type, partitionKey }) =>
						type === "fault"
							? leftOfFaults.shift()
							: left[Number(partitionKey.split("-")[1])]?.shift();
					const {
						batchItemFailures: [failure],
					} = await run(records);
					const numbers = records.map(
						({ dynamodb }) => dynamodb?.SequenceNumber,
					);
					const end = failure
						? numbers.indexOf(failure.itemIdentifier)
						: records.length;
					expect(end).toBeGreaterThanOrEqual(0);
					// Whatever stands before the checkpoint has become its events or faults.
					given.slice(0, end).forEach(({ listed }, i) => {
						const outcome = bus.taken.filter(
							({ partitionKey }) => partitionKey === `shop-${i}`,
						);
						expect(outcome).toHaveLength(listed ? 2 : 1);
					});
				},
			),
			runs(),
		);
	});
});

test("a change's ids are its own and equal in every region", async () => {
	const change = fc.record({
		pk: fc.constantFrom("a", "b", "a#1"),
		sk: fc.constantFrom("1", "2", "1#a"),
		changeId: fc.constantFrom("x", "y", undefined),
		price: fc.nat(3),
	});
	const changes = fc.uniqueArray(change, {
		selector: ({ pk, sk, changeId, price }) =>
			JSON.stringify([pk, sk, changeId ?? price]),
	});
	await fc.assert(
		fc.asyncProperty(changes, async (given) => {
			const publishedIn = async (region: string) => {
				const { run, bus } = shopTrigger({
					region,
					environment: { tableRegion: region },
				});
				// Those of no change are hashed as they are, so they must be of one region.
				await run(
					given.map((fields) =>
						created({ ...fields, awsregion: fields.changeId && region }),
					),
				);
				return bus.taken.map(({ id }) => id);
			};
			const ids = await publishedIn("us-east-1");
			expect(new Set(ids).size).toBe(given.length);
			expect(await publishedIn("us-west-2")).toEqual(ids);
		}),
		runs(0.5),
	);
});

describe("a row that replication set back", () => {
	const lesser = image({
		awsregion: "us-west-2",
		changeId: "lesser",
		timestamp: noon - 1,
	});
	const setBack = () => streamRecord({ old: image(), now: lesser });
	const standing = (options = {}) => {
		const all = shopTrigger(options);
		all.table.set(lesser);
		return all;
	};
	test("is written back, counted and logged, and nothing is published of it", async () => {
		const { run, bus, table } = standing();
		expect(await run([setBack()])).toEqual(done);
		expect(table.row("shop-1", "item#1")).toMatchObject({
			changeId: "change-1",
			repaired: "change-1",
			awsregion: "us-east-1",
		});
		expect(counted).toMatchObject({ RowsRepaired: 1, EventsPublished: 0 });
		expect(logged.at(-1)).toMatchObject([
			"published",
			{ repaired: [{ pk: "shop-1", sk: "item#1" }] },
		]);
		const write = table.writes.at(-1);
		expect(await run([streamRecord({ ...write })])).toEqual(done);
		expect(bus.taken).toEqual([]);
		expect(counted).toMatchObject({ RowsRepaired: 1, UnstampedChanges: 0 });
	});

	test("is written back, too, by an old image of its own, whose event is long out", async () => {
		const ours = image({ changeId: "change-0", timestamp: noon - 1 });
		const { run, bus, table } = shopTrigger();
		table.set(ours);
		expect(await run([streamRecord({ old: image(), now: ours })])).toEqual(
			done,
		);
		expect(table.row("shop-1", "item#1")).toMatchObject({
			changeId: "change-1",
		});
		expect(bus.taken).toEqual([]);
	});

	test("is written back once, however often its record comes", async () => {
		const { run, table } = standing();
		await run([setBack(), setBack()]);
		await run([setBack()]);
		expect(table.writes).toHaveLength(2);
		expect(counted.RowsRepaired).toBe(1);
	});

	test("waits until the events before it are out", async () => {
		const { run, bus, table } = standing();
		bus.refuses = () => "InternalFailure";
		const record = created();
		expect(await run([record, setBack()])).toEqual(checkpointAt(record));
		expect(table.writes).toHaveLength(1);
	});

	test("comes again when the table is throttled", async () => {
		const { run, table } = standing();
		table.failNext({ name: "ThrottlingException" });
		const record = setBack();
		expect(await run([created(), record])).toEqual(checkpointAt(record));
		expect(counted).toMatchObject({ RowsRepaired: 0, RecordsToRetry: 1 });
	});

	test("is a fault when it can never be written; resubmitted, it is written", async () => {
		const { run, bus, table } = standing();
		table.failNext({ name: "AccessDeniedException" });
		const record = setBack();
		expect(await run([record])).toEqual(done);
		expect(bus.taken).toMatchObject([
			{ type: "fault", fault: { rule: "change", record } },
		]);
		await run([record]);
		expect(table.row("shop-1", "item#1")?.changeId).toBe("change-1");
	});
});
