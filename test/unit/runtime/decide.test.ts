import { limits } from "../../../contracts/limits";
import { hashId } from "../../../runtime/core/hash";
import { image, noon, streamRecord } from "../../../testkit/records";
import { clearTelemetry, counted, logged } from "../../../testkit/telemetry";
import { deadlines, packed, paid, porterWorld } from "./world/porter";

jest.mock("../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const done = { batchItemFailures: [] };

type World = ReturnType<typeof porterWorld>;

/** The events are heard, and what was written goes through the trigger until nothing more comes. */
async function flow(one: World, ...events: object[]) {
	if (events.length > 0) await one.hear(events);
	for (let records = one.newRecords(); records.length > 0; ) {
		await one.publish(records);
		records = one.newRecords();
	}
}

const types = ({ bus }: World) => bus.taken.map(({ type }) => type);

describe("what follows from collected events", () => {
	test.each([
		["in one batch", [[packed(), paid()]]],
		["one by one", [[packed()], [paid()]]],
		["the other way round", [[paid()], [packed()]]],
		["again and again", [[paid(), paid()], [packed()], [paid()], [packed()]]],
	])(
		"is decided and published, once, whatever the order: %s",
		async (_, batches) => {
			const one = porterWorld();
			for (const batch of batches) await flow(one, ...batch);
			expect(types(one)).toEqual(["parcel-sent", "bill-requested"]);
			expect(one.emissions()).toHaveLength(1);
		},
	);

	test("is one row with all events, made of nothing but what it was made of", async () => {
		const one = porterWorld();
		await flow(one, paid(), packed());
		expect(one.emissions()).toEqual([
			{
				pk: "collected#send#p-1",
				sk: "EMISSION",
				discriminator: "verdict",
				rule: "send",
				key: "p-1",
				events: {
					"parcel-sent": { parcel: { parcelId: "p-1" } },
					"bill-requested": { weight: 3 },
				},
				triggers: [
					{ id: "parcel-packed", type: "parcel-packed" },
					{ id: "parcel-paid", type: "parcel-paid" },
				],
				timestamp: noon + 5,
				changeId: hashId("emission", "porter", "send", "p-1"),
				awsregion: "us-east-1",
				context: expect.objectContaining({
					causationId: "parcel-paid",
					hops: 1,
				}),
				ttl: Math.ceil((noon + 5) / 1000) + 3600 + limits.tombstone,
			},
		]);
	});

	test("has the key, the triggers and an id that is the same in every region", async () => {
		const worlds = ["us-east-1", "us-west-2"].map((region) =>
			porterWorld({ region }),
		);
		for (const one of worlds) await flow(one, packed(), paid());
		const [here, there] = worlds.map(({ bus }) => bus.taken);
		expect(here?.[0]).toMatchObject({
			id: hashId("emission", "porter", "send", "p-1", "parcel-sent"),
			type: "parcel-sent",
			timestamp: noon + 5,
			partitionKey: "p-1",
			tags: { rule: "send", hops: 1, correlationId: "correlation-1" },
			triggers: [
				{ id: "parcel-packed", type: "parcel-packed" },
				{ id: "parcel-paid", type: "parcel-paid" },
			],
			parcel: { parcelId: "p-1" },
		});
		expect(there?.map(({ id }) => id)).toEqual(here?.map(({ id }) => id));
	});

	test("is published by the region that has decided it, and by no other", async () => {
		const here = porterWorld();
		await flow(here, packed(), paid());
		const there = porterWorld({ region: "us-west-2" });
		const replicated = here.table.writes.map((write) => streamRecord(write));
		for (const { now } of here.table.writes) if (now) there.table.set(now);
		there.newRecords();
		await there.publish(replicated);
		expect(there.bus.taken).toEqual([]);
	});

	test("is decided of events that another region has collected, too", async () => {
		const here = porterWorld();
		await here.hear([packed()]);
		const there = porterWorld({ region: "us-west-2" });
		await flow(there, paid());
		expect(types(there)).toEqual([]);
		for (const { now } of here.table.writes) if (now) there.table.set(now);
		await flow(there);
		expect(types(there)).toEqual(["parcel-sent", "bill-requested"]);
	});

	test("is not decided of events that have expired", async () => {
		const one = porterWorld();
		await flow(one, packed());
		one.clock.tick(3600_000 + 1000);
		await flow(one, paid({ timestamp: noon + 3600_000 }));
		expect(types(one)).toEqual([]);
		expect(one.emissions()).toEqual([]);
	});

	test("is asked for once a batch for each key, with all events in the order of (timestamp, id)", async () => {
		const asked: string[][] = [];
		const send = ({
			key,
			events,
		}: {
			key: string;
			events: readonly { id: string }[];
		}) => {
			asked.push([key, ...events.map(({ id }) => id)]);
			return undefined;
		};
		const one = porterWorld({ decides: { send } });
		const other = { parcel: { parcelId: "p-2" } };
		await one.hear([
			paid({ id: "b", timestamp: noon }),
			paid({ id: "c", timestamp: noon - 1 }),
			paid({ id: "B", timestamp: noon }),
			paid({ id: "d", ...other }),
		]);
		await one.publish(one.newRecords());
		expect(asked).toEqual([
			["p-1", "c", "B", "b"],
			["p-2", "d"],
		]);
	});

	test("is nothing where the rule says nothing, or of nothing", async () => {
		const send = () => ({ "parcel-sent": undefined });
		const one = porterWorld({ decides: { send } });
		await flow(one, packed(), paid());
		expect(one.emissions()).toEqual([]);
		expect(one.bus.taken).toEqual([]);
	});

	test("stands beside what other rows of the same batch become", async () => {
		const one = porterWorld();
		await one.hear([packed(), paid()]);
		const note = streamRecord({
			now: image({ discriminator: "note", text: "hi" }),
		});
		expect(await one.publish([note, ...one.newRecords()])).toEqual(done);
		await flow(one);
		expect(types(one)).toEqual(["note-taken", "parcel-sent", "bill-requested"]);
	});
});

describe("what goes wrong when a rule is asked", () => {
	const boom = () => {
		throw new TypeError("boom");
	};

	test("is a fault of that rule and key alone, and the rest goes on", async () => {
		const send: NonNullable<Parameters<typeof porterWorld>[0]>["decides"] = {
			send: ({ key }) =>
				key === "p-1" ? boom() : { "bill-requested": { weight: 1 } },
		};
		const one = porterWorld({ decides: send });
		await flow(
			one,
			packed(),
			paid(),
			paid({ id: "x", parcel: { parcelId: "p-2" } }),
		);
		expect(one.bus.ofType("fault")).toMatchObject([
			{
				partitionKey: "p-1",
				tags: { causationId: "parcel-paid", correlationId: "correlation-1" },
				fault: { rule: "send", error: { name: "TypeError" } },
			},
		]);
		expect(one.bus.ofType("bill-requested")).toHaveLength(1);
	});

	test("is mended by sending the record again, for that rule; a second time changes nothing", async () => {
		const broken = porterWorld({ decides: { send: boom } });
		await flow(broken, packed(), paid());
		const { fault } = broken.bus.ofType("fault")[0] as unknown as {
			fault: { record: ReturnType<typeof streamRecord> };
		};
		const mended = porterWorld();
		for (const { now } of broken.table.writes) if (now) mended.table.set(now);
		mended.newRecords();
		for (const _ of [1, 2])
			expect(await mended.publish([fault.record], "send")).toEqual({
				...done,
				resubmitted: { outcome: "done", faults: [] },
			});
		expect(mended.emissions()).toHaveLength(1);
		await flow(mended);
		expect(types(mended)).toEqual(["parcel-sent", "bill-requested"]);
	});

	test("is a fault where the record is sent again for a rule that has nothing to do with it", async () => {
		const one = porterWorld();
		await one.hear([paid()]);
		expect(await one.publish(one.newRecords(), "weigh")).toMatchObject({
			resubmitted: { outcome: "failed" },
		});
	});

	test("an event that its schema refuses is not written at all", async () => {
		const send = () => ({
			"parcel-sent": { parcel: { parcelId: "p-1" } },
			"bill-requested": { weight: -1 },
		});
		const one = porterWorld({ decides: { send } });
		await flow(one, paid());
		expect(one.emissions()).toEqual([]);
		expect(one.bus.taken).toMatchObject([
			{
				type: "fault",
				fault: { rule: "send", error: { name: "InvalidData" } },
			},
		]);
	});

	test("an event that the rule does not emit is a fault", async () => {
		const send = () => ({ "note-taken": { text: "" } });
		// @ts-expect-error it does not compile, either
		const one = porterWorld({ decides: { send } });
		await flow(one, paid());
		expect(one.emissions()).toEqual([]);
		expect(types(one)).toEqual(["fault"]);
	});

	test("a chain that is too long ends in a fault; a shorter one is longer by one than its longest", async () => {
		const tags = (hops: number) => ({ tags: { source: "till", hops } });
		const long = porterWorld();
		await flow(long, packed(tags(limits.hops)), paid());
		expect(long.bus.ofType("fault")).toMatchObject([
			{ fault: { error: { name: "TooManyHops" } } },
		]);
		const short = porterWorld();
		await flow(short, packed(tags(4)), paid(tags(2)));
		expect(short.bus.taken[0]?.tags.hops).toBe(5);
	});

	test.each(["Query", "PutItem"])(
		"a throttled %s brings all the key's records back",
		async (call) => {
			const one = porterWorld();
			await one.hear([packed(), paid()]);
			const records = one.newRecords();
			const before = call === "Query" ? [] : [undefined];
			one.table.failNext(...before, {
				name: "ThrottlingException",
				status: 400,
			});
			const first = records.find(
				({ dynamodb }) => dynamodb?.NewImage?.discriminator?.S === "waiting",
			);
			expect(await one.publish(records)).toEqual({
				batchItemFailures: [
					{ itemIdentifier: first?.dynamodb?.SequenceNumber },
				],
			});
			await one.publish(records);
			await flow(one);
			expect(types(one)).toEqual(["parcel-sent", "bill-requested"]);
		},
	);

	test("a rule that is off decides nothing; what it should have decided of is a fault, to be sent again", async () => {
		const one = porterWorld();
		await one.hear([paid(), packed()]);
		const records = one.newRecords();
		const off = porterWorld({ disabledRules: ["send"] });
		for (const { now } of one.table.writes) if (now) off.table.set(now);
		expect(await off.publish(records)).toEqual(done);
		expect(off.emissions()).toEqual([]);
		expect(off.bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "send", error: { name: "SwitchedOff" } } },
		]);
		const again = records.slice(-1);
		expect(await off.publish(again, "send")).toMatchObject({
			resubmitted: { outcome: "retryable" },
		});
	});

	test("a decision of another region that takes the place of this one's is told", async () => {
		const one = porterWorld();
		await flow(one, packed(), paid());
		const [old] = one.emissions();
		const now = {
			...old,
			awsregion: "us-west-2",
			timestamp: noon + 9,
			events: { "parcel-delayed": { parcel: { parcelId: "p-1" } } },
		};
		clearTelemetry();
		await one.publish([streamRecord({ old: image(old), now: image(now) })]);
		expect(counted).toMatchObject({ ConflictingDecisions: 1 });
		expect(logged).toContainEqual([
			"regions decided otherwise",
			{ conflicts: 1 },
		]);
		const same = { ...old, awsregion: "us-west-2" };
		clearTelemetry();
		await one.publish([streamRecord({ old: image(old), now: image(same) })]);
		expect(counted).not.toHaveProperty("ConflictingDecisions", 1);
	});

	test("a lesser decision in the place of this region's is written back, and not published again", async () => {
		const one = porterWorld();
		await flow(one, packed(), paid());
		const [old] = one.emissions();
		const now = image({ ...old, awsregion: "us-west-2", timestamp: noon + 1 });
		one.table.set(now);
		const published = one.bus.taken.length;
		await flow(one);
		expect(one.emissions()).toMatchObject([
			{ timestamp: noon + 5, awsregion: "us-east-1", repaired: old?.changeId },
		]);
		expect(one.bus.taken).toHaveLength(published);
	});
});

describe("a deadline", () => {
	test("is scheduled where it begins, in every region, under one name and for one message", async () => {
		const worlds = ["us-east-1", "us-west-2"].map((region) =>
			porterWorld({ region }),
		);
		for (const one of worlds) await flow(one, packed());
		const [here, there] = worlds.map(({ scheduled }) => scheduled);
		const id = hashId("deadline", "porter", "send", "p-1");
		expect(here).toEqual([
			{ ...deadlines, name: id, at: noon + 60_000, input: expect.any(String) },
		]);
		expect(JSON.parse(here?.[0]?.input ?? "")).toMatchObject({
			id,
			type: "deadline-passed",
			timestamp: noon + 60_000,
			partitionKey: "p-1",
			tags: {
				source: "porter",
				rule: "send",
				hops: 1,
				causationId: "parcel-packed",
				correlationId: "correlation-1",
			},
			deadline: { rule: "send", key: "p-1" },
		});
		expect(there?.map(({ name }) => name)).toEqual([id]);
	});

	test("is scheduled of an event that another region has collected, too", async () => {
		const here = porterWorld();
		await here.hear([packed()]);
		const there = porterWorld({ region: "us-west-2" });
		for (const { now } of here.table.writes) if (now) there.table.set(now);
		await flow(there);
		expect(there.scheduled).toHaveLength(1);
	});

	test("needs no schedule where all is decided, or before it begins", async () => {
		const one = porterWorld();
		await flow(one, paid());
		await flow(one, packed());
		expect(one.scheduled).toEqual([]);
	});

	test("may be another one in an environment", async () => {
		const one = porterWorld({ deadlineSeconds: { send: 7, weigh: 1 } });
		await flow(one, packed());
		expect(one.scheduled).toMatchObject([{ at: noon + 7000 }]);
	});

	test("is never scheduled for the past, or for too soon to be in time", async () => {
		const soon = porterWorld();
		soon.clock.tick(59_500);
		await flow(soon, packed());
		expect(soon.scheduled).toMatchObject([{ at: noon + 61_500 }]);
		const late = porterWorld();
		late.clock.tick(60_000);
		await flow(late, packed());
		expect(late.scheduled).toEqual([]);
		expect(types(late)).toEqual(["parcel-delayed"]);
	});

	test("has the rule asked again with what there is; before it has passed, and once all is decided, it says nothing", async () => {
		const one = porterWorld();
		await flow(one, packed());
		expect(types(one)).toEqual([]);
		const passed = JSON.parse(one.scheduled[0]?.input ?? "");
		one.clock.tick(60_000);
		await flow(one, passed);
		await flow(one, passed);
		await flow(one, paid({ timestamp: noon + 70_000 }));
		expect(types(one)).toEqual(["parcel-delayed"]);
		expect(one.bus.taken[0]).toMatchObject({
			timestamp: noon + 60_000,
			tags: { hops: 2, causationId: passed.id },
			triggers: [
				{ id: "parcel-packed", type: "parcel-packed" },
				{ id: passed.id, type: "deadline-passed" },
			],
		});
	});

	test("alone decides nothing: its events are still to be replicated", async () => {
		const one = porterWorld();
		await flow(one, packed());
		const passed = JSON.parse(one.scheduled[0]?.input ?? "");
		const other = porterWorld({ region: "us-west-2" });
		await flow(other, passed);
		expect(types(other)).toEqual([]);
		await flow(other, packed());
		expect(types(other)).toEqual(["parcel-delayed"]);
	});

	test("that cannot be scheduled now brings the record back; one that never can is a fault", async () => {
		const one = porterWorld();
		const fails = (name: string) => {
			one.ports().schedules.create = async () => {
				throw Object.assign(new Error(name), { name });
			};
		};
		await one.hear([packed()]);
		const records = one.newRecords();
		fails("ThrottlingException");
		expect((await one.publish(records)).batchItemFailures).toHaveLength(1);
		fails("ValidationException");
		expect(await one.publish(records)).toEqual(done);
		expect(one.bus.ofType("fault")).toMatchObject([
			{ fault: { rule: "send" } },
		]);
	});

	test("is scheduled by whatever record of the key is sent again", async () => {
		const send = () => {
			throw new TypeError("boom");
		};
		const broken = porterWorld({ decides: { send } });
		await broken.hear([packed(), packed({ id: "again" }), paid()]);
		const records = broken.newRecords();
		const mended = porterWorld({ decides: { send: () => undefined } });
		for (const { now } of broken.table.writes) if (now) mended.table.set(now);
		await mended.publish(records.slice(-1), "send");
		expect(mended.scheduled).toHaveLength(1);
	});

	test("whose place the component has not told is a fault", async () => {
		const { deadlines: _, ...environment } = porterWorld().ports().environment;
		const one = porterWorld();
		one.ports().environment = environment;
		await flow(one, packed());
		expect(one.bus.ofType("fault")).toMatchObject([
			{ fault: { error: { message: expect.stringContaining("DEADLINES") } } },
		]);
	});
});
