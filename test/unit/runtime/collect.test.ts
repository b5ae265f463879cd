import { hashId } from "../../../runtime/core/hash";
import { noon } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { packed, paid, porterWorld } from "./world/porter";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const done = { batchItemFailures: [] };

describe("a rule that collects", () => {
	test("keeps an event under its key, as the rule reads it, until it expires", async () => {
		const { hear, collected } = porterWorld();
		expect(await hear([packed({ secret: "not in the contract" })])).toEqual(
			done,
		);
		expect(collected()).toEqual([
			{
				pk: "collected#send#p-1",
				sk: "event#parcel-packed",
				discriminator: "waiting",
				rule: "send",
				key: "p-1",
				event: {
					id: "parcel-packed",
					type: "parcel-packed",
					timestamp: noon,
					partitionKey: "p-1",
					tags: { source: "till", hops: 0, correlationId: "correlation-1" },
					parcel: { parcelId: "p-1", weight: 3 },
				},
				ttl: noon / 1000 + 3600,
				timestamp: noon,
				eventId: "parcel-packed",
				awsregion: "us-east-1",
				context: expect.objectContaining({
					causationId: "parcel-packed",
					hops: 1,
				}),
			},
		]);
	});

	test("keeps it once: a repetition changes nothing, and so triggers nothing", async () => {
		const { hear, newRecords } = porterWorld();
		await hear([packed()]);
		newRecords();
		await hear([packed({ timestamp: noon + 1 })]);
		expect(newRecords().map(({ dynamodb }) => dynamodb?.NewImage?.sk)).toEqual([
			{ S: "known" },
		]);
		const [line] = logged.at(-1)?.slice(1) ?? [];
		expect(line).toMatchObject({
			views: expect.arrayContaining([
				expect.objectContaining({ rule: "send", result: "repeated" }),
			]),
		});
	});

	test("keeps the events of other keys, and other rules, apart", async () => {
		const { hear, table } = porterWorld();
		const other = { parcelId: "p-1#x" };
		await hear([packed(), paid({ id: "b", parcel: other })]);
		expect(table.rows().map(({ pk }) => pk)).toEqual([
			"collected#send#p-1",
			"collected#send#p-1%23x",
			"p-1",
		]);
	});

	test.each([
		["empty", ""],
		["missing", undefined],
		["no text", 7],
	])(
		"has no use for an event whose key is %s: it is a fault",
		async (_, key) => {
			const send = () => key as string;
			const { hear, bus, collected } = porterWorld({ listens: { send } });
			expect(await hear([packed()])).toEqual(done);
			expect(collected()).toEqual([]);
			expect(bus.ofType("fault")).toMatchObject([
				{ fault: { rule: "send", error: { name: "NoKey" } } },
			]);
		},
	);

	test("does not collect while it is switched off", async () => {
		const { hear, collected } = porterWorld({ disabledRules: ["send"] });
		expect(await hear([packed()])).toEqual(done);
		expect(collected()).toEqual([]);
		expect(counted).toMatchObject({ EventsSkipped: 1 });
	});

	test("waits where the table is throttled", async () => {
		const { hear, table } = porterWorld();
		table.failNext({ name: "ThrottlingException", status: 400 });
		const { batchItemFailures } = await hear([paid()]);
		expect(batchItemFailures).toHaveLength(1);
	});
});

describe("a deadline that has passed", () => {
	const passed = (fields: object = {}) => ({
		id: hashId("deadline", "porter", "send", "p-1"),
		type: "deadline-passed",
		timestamp: noon + 60_000,
		partitionKey: "p-1",
		tags: { source: "porter", rule: "send", hops: 1, correlationId: "c" },
		deadline: { rule: "send", key: "p-1" },
		...fields,
	});

	test("is collected under its key, however late and often it comes", async () => {
		const { hear, collected, clock } = porterWorld();
		clock.tick(120_000);
		expect(await hear([passed(), passed()])).toEqual(done);
		expect(collected()).toMatchObject([
			{
				pk: "collected#send#p-1",
				rule: "send",
				key: "p-1",
				timestamp: noon + 60_000,
				event: { type: "deadline-passed" },
			},
		]);
	});

	test("is one row for all regions", async () => {
		const rows = await Promise.all(
			["us-east-1", "us-west-2"].map(async (region) => {
				const { hear, collected } = porterWorld({ region });
				await hear([passed()]);
				return collected().map(({ awsregion, context, ...row }) => row);
			}),
		);
		expect(rows[0]).toHaveLength(1);
		expect(rows[0]).toEqual(rows[1]);
	});

	test("of another service is an event like any other, and nobody's here", async () => {
		const { hear, collected, bus } = porterWorld();
		await hear([passed({ tags: { source: "till" } })]);
		expect(collected()).toEqual([]);
		expect(bus.taken).toEqual([]);
	});

	test("of a rule that there is no more is a fault", async () => {
		const { hear, bus } = porterWorld();
		await hear([passed({ deadline: { rule: "gone", key: "p-1" } })]);
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "gone", error: { name: "NoSuchRule" } } },
		]);
	});

	test("that says nothing of its rule is a fault", async () => {
		const { hear, bus } = porterWorld();
		await hear([passed({ deadline: undefined })]);
		expect(bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "envelope", error: { name: "InvalidData" } } },
		]);
	});

	test("is kept as a fault while the rule is off, for no archive has it; sent again it waits", async () => {
		const off = porterWorld({ disabledRules: ["send"] });
		expect(await off.hear([passed()])).toEqual(done);
		expect(off.bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "send", error: { name: "SwitchedOff" } } },
		]);
		expect(await off.hear([passed()], "send")).toMatchObject({
			resubmitted: { outcome: "retryable" },
		});
		const on = porterWorld();
		expect(await on.hear([passed()], "send")).toMatchObject({
			resubmitted: { outcome: "done" },
		});
		expect(on.collected()).toHaveLength(1);
	});
});
