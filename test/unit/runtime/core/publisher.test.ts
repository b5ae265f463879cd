import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import fc from "fast-check";
import { limits } from "../../../../contracts/limits";
import type { Envelope } from "../../../../runtime/core/envelope";
import {
	entryBytes,
	type PublisherOptions,
	publish,
	putEventsOf,
} from "../../../../runtime/core/publisher";
import {
	answer,
	askedIn,
	type Call,
	credentials,
} from "../../../../testkit/dynamo/wire";
import { envelope } from "../../../../testkit/records";
import { runs } from "../world/runs";
import { FakeBus } from "../world/world";

/** A publisher whose waits pass at once; they are kept, and use up the time that is left. */
function publisher(
	options: Partial<PublisherOptions> & { time?: number } = {},
) {
	const bus = new FakeBus();
	const checkedIn: string[] = [];
	const delays: number[] = [];
	let left = options.time ?? 60_000;
	const send = (events: readonly Envelope[]) =>
		publish(events, {
			put: bus.put,
			bus: "hub",
			source: "shop",
			checkIn: async (event, detail) => {
				checkedIn.push(detail);
				return { ...envelope({ id: event.id, order: undefined }), s3 };
			},
			remainingTime: () => left,
			random: () => 1,
			sleep: async (ms) => {
				delays.push(ms);
				left -= ms;
			},
			...options,
		});
	return { bus, delays, checkedIn, send };
}

const s3 = { bucket: "claims", key: "claims/key", region: "us-east-1" };
/** As the claim check gives it here. */
const stub = (id: string) => ({ ...envelope({ id, order: undefined }), s3 });

const events = (count: number, text = ""): Envelope[] =>
	Array.from({ length: count }, (_, i) => envelope({ id: `event-${i}`, text }));

const ids = (events: Iterable<Envelope>) => [...events].map(({ id }) => id);
const reasons = (refused: Map<Envelope, Error>) =>
	[...refused].map(
		([{ id }, error]) => `${id}: ${error.name} ${error.message}`,
	);

function bytesOf(event: Envelope): number {
	return entryBytes({
		Source: "shop",
		DetailType: event.type,
		Detail: JSON.stringify(event),
		Time: new Date(),
	});
}

test("a call has at most 10 entries", async () => {
	const { bus, send } = publisher();
	await send(events(23));
	expect(bus.calls.map(({ length }) => length)).toEqual([10, 10, 3]);
	expect(ids(bus.taken)).toEqual(ids(events(23)));
});

test("no events, no call", async () => {
	const { bus, send } = publisher();
	expect((await send([])).refused.size).toBe(0);
	expect(bus.calls).toEqual([]);
});

test("an entry's bytes are those of its UTF-8, with 14 for its time", () => {
	expect(entryBytes({ Detail: "aä€😀" })).toBe(1 + 2 + 3 + 4);
	expect(
		entryBytes({ Source: "ä", DetailType: "€", Detail: "x", Time: new Date() }),
	).toBe(2 + 3 + 1 + 14);
	expect(entryBytes({})).toBe(0);
});

test("a call stays under the limit in bytes, not characters", async () => {
	const three = events(3, "ä".repeat(100));
	const bytes = bytesOf(envelope({ id: "event-0", text: "ä".repeat(100) }));
	const exactly = publisher({ maxBytes: 2 * bytes });
	await exactly.send(three);
	expect(exactly.bus.calls).toEqual([["event-0", "event-1"], ["event-2"]]);
	const less = publisher({ maxBytes: 2 * bytes - 1 });
	await less.send(three);
	expect(less.bus.calls).toHaveLength(3);
});

test("an event of exactly the limit is sent, of one byte more its stub", async () => {
	const event = envelope({ text: "€".repeat(100) });
	const fits = publisher({ maxBytes: bytesOf(event) });
	expect((await fits.send([event])).refused.size).toBe(0);
	expect(fits.bus.taken).toEqual([event]);
	expect(fits.checkedIn).toEqual([]);
	const over = publisher({ maxBytes: bytesOf(event) - 1 });
	expect((await over.send([event])).refused.size).toBe(0);
	expect(over.checkedIn).toEqual([JSON.stringify(event)]);
	expect(over.bus.taken).toEqual([JSON.parse(JSON.stringify(stub("event-1")))]);
});

test("a stub of exactly the limit is sent, one byte more is refused and not sent", async () => {
	const event = envelope({ text: "€".repeat(100) });
	const bytes = bytesOf(stub("event-1"));
	const fits = publisher({ maxBytes: bytes });
	expect((await fits.send([event])).refused.size).toBe(0);
	const over = publisher({ maxBytes: bytes - 1 });
	const { refused } = await over.send([event]);
	expect(reasons(refused)).toEqual([
		`event-1: EventTooLarge order-placed event-1: its stub has ${bytes} bytes, over the limit of ${bytes - 1}: mark fewer or shorter fields as routing`,
	]);
	expect(over.bus.calls).toEqual([]);
});

test("an event whose content nobody takes is refused for that reason, and no other with it", async () => {
	const { bus, send } = publisher({
		maxBytes: bytesOf(envelope({ id: "event-0", text: "" })),
		checkIn: () => Promise.reject(new Error("no bucket")),
	});
	const large = envelope({ id: "large", text: "€".repeat(100) });
	const { refused } = await send([large, ...events(2)]);
	expect(reasons(refused)).toEqual(["large: Error no bucket"]);
	expect(ids(bus.taken)).toEqual(["event-0", "event-1"]);
});

test("a fault leaves its record behind where a row could not hold it, well under the limit of a call", async () => {
	const { checkedIn, send } = publisher();
	const record = { body: "x".repeat(limits.faultBytes) };
	await send([
		envelope({ type: "fault", fault: { record } }),
		envelope({ id: "event-2", text: record.body }),
	]);
	expect(checkedIn.map((detail) => JSON.parse(detail).type)).toEqual(["fault"]);
});

test("only refused entries are sent again, with a longer jittered wait each time", async () => {
	const { bus, delays, send } = publisher({ random: () => 0.5 });
	bus.refuses = ({ id }, call) =>
		id === "event-1" && call < 4 ? "ThrottlingException" : undefined;
	const { refused } = await send(events(3));
	expect(refused.size).toBe(0);
	expect(bus.calls).toEqual([
		["event-0", "event-1", "event-2"],
		["event-1"],
		["event-1"],
		["event-1"],
	]);
	expect(delays).toEqual([25, 50, 100]);
});

test("what stays refused is all that fails", async () => {
	const { bus, send } = publisher();
	bus.refuses = ({ id }) => (id === "event-1" ? "InternalFailure" : undefined);
	const { refused } = await send(events(3));
	expect(reasons(refused)).toEqual(["event-1: EntryRefused InternalFailure"]);
	expect(bus.calls).toHaveLength(6);
	expect(ids(bus.taken)).toEqual(["event-0", "event-2"]);
});

test("it waits no longer than the invocation has time to report", async () => {
	const { bus, delays, send } = publisher({ time: 1120 });
	bus.refuses = () => "ThrottlingException";
	expect((await send(events(1))).refused.size).toBe(1);
	expect(delays).toEqual([50]);
	expect(bus.calls).toHaveLength(2);
});

test("an entry that the bus will never take is not sent again", async () => {
	const { bus, send } = publisher();
	bus.refuses = ({ id }) => (id === "event-1" ? "MalformedDetail" : undefined);
	const { refused } = await send(events(3));
	expect(reasons(refused)).toEqual(["event-1: EntryRejected MalformedDetail"]);
	expect(bus.calls).toHaveLength(1);
});

test("an entry without an answer counts as refused", async () => {
	const answers = [[{}], [{}]];
	const calls: number[] = [];
	const { send } = publisher({
		put: async (entries) => {
			calls.push(entries.length);
			return answers.shift() ?? [];
		},
	});
	const { refused } = await send(events(3));
	expect(calls).toEqual([3, 2, 1, 1, 1, 1]);
	expect(reasons(refused)).toEqual(["event-2: EntryRefused no answer"]);
});

test("a call that may succeed later fails for all its entries, and for no other call's", async () => {
	const { bus, send } = publisher();
	const error = Object.assign(new Error("slow down"), {
		name: "ThrottlingException",
	});
	bus.fails = (events) =>
		events.some(({ id }) => id === "event-3") ? error : undefined;
	const { refused } = await send(events(12));
	expect(ids(refused.keys())).toEqual(ids(events(10)));
	expect([...refused.values()]).toEqual(Array(10).fill(error));
	expect(bus.calls).toHaveLength(2);
});

test("an entry that spoils its call fails alone", async () => {
	const { bus, send } = publisher();
	bus.fails = (events) =>
		events.some(({ id }) => id === "event-1")
			? Object.assign(new Error("no"), { name: "ValidationException" })
			: undefined;
	const { refused } = await send(events(3));
	expect(reasons(refused)).toEqual(["event-1: ValidationException no"]);
	expect(ids(bus.taken)).toEqual(["event-0", "event-2"]);
});

test("whatever a call throws is an error", async () => {
	const { send } = publisher({ put: () => Promise.reject("no words") });
	const { refused } = await send(events(1));
	expect(reasons(refused)).toEqual(["event-0: Error no words"]);
});

test("without ports of its own it waits for real", async () => {
	const bus = new FakeBus();
	bus.refuses = (_, call) => (call === 1 ? "InternalFailure" : undefined);
	const { refused } = await publish(events(1), {
		put: bus.put,
		bus: "hub",
		source: "shop",
		checkIn: () => Promise.reject(new Error("nothing is large here")),
		remainingTime: () => 60_000,
	});
	expect(refused.size).toBe(0);
});

/** The port to the real bus, which answers so; it keeps what it was asked. */
function realBus(reply: object) {
	const asked: unknown[] = [];
	const handle = async (call: Call) => {
		asked.push(askedIn(call));
		return answer(200, reply);
	};
	const client = new EventBridgeClient({
		region: "us-east-1",
		credentials,
		requestHandler: { handle },
	});
	return { asked, put: putEventsOf(async () => client) };
}

test("the real bus gets name, source, type, time and the envelope; its answer counts entry by entry", async () => {
	const { asked, put } = realBus({
		Entries: [{ EventId: "1" }, { ErrorCode: "InternalFailure" }],
	});
	const [event, other] = [
		envelope({ id: "event-0" }),
		envelope({ id: "event-1" }),
	];
	const { refused } = await publisher({ put, time: 0 }).send([event, other]);
	expect(ids(refused.keys())).toEqual(["event-1"]);
	const sent = {
		EventBusName: "hub",
		Source: "shop",
		DetailType: "order-placed",
		Time: event.timestamp / 1000,
		Detail: JSON.stringify(event),
	};
	expect(asked).toEqual([{ Entries: [sent, expect.anything()] }]);
});

test("an answer of the real bus without entries takes none", async () => {
	const { put } = realBus({});
	const { refused } = await publisher({ put, time: 0 }).send(events(2));
	expect(refused.size).toBe(2);
});

test("every event is taken once or refused, and no call is over a limit, whatever the bus answers", async () => {
	const verdict = fc.constantFrom(
		undefined,
		undefined,
		"InternalFailure",
		"MalformedDetail",
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(
				fc.record({
					text: fc.string({ unit: "binary", maxLength: 120 }),
					answers: fc.array(verdict, { maxLength: 7 }),
				}),
				{ maxLength: 40 },
			),
			fc.integer({ min: 150, max: 1200 }),
			fc.array(
				fc.constantFrom(
					undefined,
					undefined,
					undefined,
					"ThrottlingException",
					"ValidationException",
				),
				{ maxLength: 8 },
			),
			async (given, maxBytes, failures) => {
				const { bus, send } = publisher({ maxBytes });
				const answers = new Map(
					given.map(({ answers }, i) => [`event-${i}`, [...answers]]),
				);
				const sent = given.map(({ text }, i) =>
					envelope({ id: `event-${i}`, text }),
				);
				bus.refuses = ({ id }) => answers.get(id)?.shift();
				const left = [...failures];
				bus.fails = (call) => {
					expect(call.length).toBeLessThanOrEqual(10);
					const bytes = call.map((event) => bytesOf(event));
					expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(
						maxBytes,
					);
					const name = left.shift();
					return name && Object.assign(new Error(name), { name });
				};
				const { refused } = await send(sent);
				const ended = [...ids(bus.taken), ...ids(refused.keys())];
				expect(ended.sort()).toEqual(ids(sent).sort());
			},
		),
		runs(),
	);
});
