import type { ZodRawShape } from "zod";
import {
	type Contract,
	consumed,
	external,
	job,
	materialized,
	produced,
	published,
	z,
} from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { protectionOf } from "../../../contracts/protection";
import { kitchen, shop } from "./services";

const order = z.object({
	orderId: z.string(),
	note: z.string(),
	address: z.object({ street: z.string(), city: z.string() }),
	lines: z.array(z.object({ sku: z.string(), note: z.string() })),
	payment: z.discriminatedUnion("kind", [
		z.object({ kind: z.literal("card"), number: z.string() }),
		z.object({ kind: z.literal("cash") }),
	]),
	labels: z.record(z.string(), z.string()),
});
type Marks = readonly string[];

/** The shop, when its row and its event are marked so; the body is `order`. */
const marking = (
	sensitive: Marks | undefined,
	{
		row = {},
		marks,
		...more
	}: {
		row?: ZodRawShape;
		marks?: Marks;
	} & Partial<Contract["produces"][string]> = {},
): Contract => {
	const contract = shop();
	const { kind, fields, schema } = published({
		status: z.enum(["open", "paid"]),
		...row,
	});
	const event = produced({ from: "order", on: ["created"], body: { order } });
	return {
		...contract,
		rows: { order: { kind, fields, schema, sensitive: marks } },
		produces: {
			"order-placed": { ...event, ...(sensitive && { sensitive }), ...more },
		},
	};
};

/** The kitchen, when it reads this of an order and decrypts that. */
const decrypting = (
	body: z.ZodType,
	decrypts: Marks = [],
	{ row = {}, marks }: { row?: ZodRawShape; marks?: Marks } = {},
): Contract => {
	const { kind, fields, schema } = materialized({
		orderId: z.string(),
		...row,
	});
	return kitchen({
		rows: { ticket: { kind, fields, schema, sensitive: marks } },
		consumes: {
			"order-placed": { ...consumed({ body: { order: body } }), decrypts },
		},
	});
};

const id = z.object({ orderId: z.string() });
const noted = z.object({ orderId: z.string(), note: z.string() });

describe("a mark", () => {
	const note = { row: { note: z.string() } };

	it.each<[string, Contract[], string[]]>([
		["on a field", [marking(["order.note"])], []],
		["on an object", [marking(["order.address"])], []],
		["within a list", [marking(["order.lines[].note"])], []],
		["on the items of a list", [marking(["order.lines[]"])], []],
		["in a variant of a union", [marking(["order.payment.number"])], []],
		["on a record's value", [marking(["order.labels.vip"])], []],
		[
			"on nothing",
			[marking(["order.notes"])],
			[
				"shop: order-placed marks order.notes as sensitive, which it does not have: name one of its fields",
			],
		],
		[
			"through a list as if it was none",
			[marking(["order.lines.note"])],
			[
				"shop: order-placed marks order.lines.note as sensitive, which it does not have: name one of its fields",
			],
		],
		[
			"on a union's discriminator",
			[marking(["order.payment.kind"])],
			[
				"shop: order-placed marks order.payment.kind as sensitive, by which the variants of a union are told apart: mark the union's field",
			],
		],
		[
			"within another",
			[marking(["order.address", "order.address.street"])],
			[
				"shop: order-placed marks order.address and order.address.street as sensitive, one within the other: drop the inner one",
			],
		],
		[
			"that comes twice",
			[marking(["order.note", "order.note"])],
			["shop: order-placed marks order.note as sensitive twice: drop one"],
		],
		[
			"beside one with the same start",
			[marking(["order.note", "order.lines[].note"])],
			[],
		],
		[
			"on a field that is routed by",
			[marking(["order.note"], { routing: ["order.note"] })],
			[
				"shop: order-placed: order.note is sensitive and cannot be routing, which the bus reads: drop one of the two",
			],
		],
		[
			"around a field that is routed by",
			[marking(["order.address"], { routing: ["order.address.city"] })],
			[
				"shop: order-placed: order.address.city is sensitive and cannot be routing, which the bus reads: drop one of the two",
			],
		],
		[
			"on a row's field that an event depends on",
			[marking(undefined, { marks: ["status"], when: { status: "paid" } })],
			[
				'shop: order-placed depends on "status", which is sensitive in the row "order": depend on another field',
			],
		],
		[
			"on a row's field that is not there",
			[marking(undefined, { marks: ["stat"] })],
			[
				'shop: the row "order" marks stat as sensitive, which it does not have: name one of its fields',
			],
		],
		[
			"in event and row",
			[marking(["order.note"], { ...note, marks: ["note"] })],
			[],
		],
		[
			"in the event, but not in its row",
			[marking(["order.note"], note)],
			[
				'shop: order-placed marks note as sensitive, which the row "order" keeps as it is: mark it there, too',
			],
		],
		[
			"in the row, but not in its event",
			[marking(undefined, { ...note, marks: ["note"] })],
			[
				'shop: order-placed has order.note, which is sensitive in the row "order": mark it as sensitive, or leave it out of the body',
			],
		],
	])("%s", (_, contracts, problems) => {
		expect(platformProblems(contracts)).toEqual(problems);
	});
});

describe("a consumer", () => {
	const marked = marking(["order.note", "order.address"]);
	const address = z.object({ address: z.object({ city: z.string() }) });

	it.each<[string, Contract, string[]]>([
		["that does not read it", decrypting(id), []],
		["that names it", decrypting(noted, ["order.note"]), []],
		[
			"that does not name it",
			decrypting(noted),
			[
				"kitchen consumes order-placed and declares order.note, which is sensitive: name it in `decrypts`, or leave it out of the body",
			],
		],
		[
			"that reads a part of it without naming it",
			decrypting(address),
			[
				"kitchen consumes order-placed and declares order.address, which is sensitive: name it in `decrypts`, or leave it out of the body",
			],
		],
		[
			"that names only a part of it",
			decrypting(address, ["order.address.city"]),
			[
				"kitchen consumes order-placed and decrypts order.address.city, which its producer does not mark as sensitive: drop it, or name one of its marks (order.note, order.address)",
				"kitchen consumes order-placed and declares order.address, which is sensitive: name it in `decrypts`, or leave it out of the body",
			],
		],
		[
			"that names what is not sensitive",
			decrypting(noted, ["order.note", "order.orderId"]),
			[
				"kitchen consumes order-placed and decrypts order.orderId, which its producer does not mark as sensitive: drop it, or name one of its marks (order.note, order.address)",
			],
		],
		[
			"that names what it does not read",
			decrypting(id, ["order.note"]),
			[
				"kitchen consumes order-placed and decrypts order.note, which its body does not have: add the field, or drop it from what it decrypts",
			],
		],
		[
			"that keeps it, marked, in a view",
			decrypting(noted, ["order.note"], {
				row: { note: z.string() },
				marks: ["note"],
			}),
			[],
		],
		[
			"that keeps it as it is in a view",
			decrypting(noted, ["order.note"], { row: { note: z.string() } }),
			[
				'kitchen: the row "ticket" has note, which is sensitive in order-placed: mark it as sensitive, too',
			],
		],
	])("%s", (_, consumer, problems) => {
		expect(platformProblems([marked, consumer])).toEqual(problems);
	});

	it("that would decrypt an external's event", () => {
		const till = external({
			name: "till",
			produces: { "order-placed": { body: { order } } },
		});
		expect(
			platformProblems([decrypting(noted, ["order.note"])], [till]),
		).toEqual([
			"kitchen consumes order-placed and decrypts order.note, but its producer is external and has keys of its own: drop it",
		]);
	});

	it("that reads through a record what may be sensitive", () => {
		const labels = z.object({ labels: z.record(z.string(), z.string()) });
		expect(
			platformProblems([marking(["order.labels.vip"]), decrypting(labels)]),
		).toEqual([
			"kitchen consumes order-placed and declares order.labels.vip, which is sensitive: name it in `decrypts`, or leave it out of the body",
		]);
	});
});

describe("what a function encrypts and opens follows from its contract:", () => {
	const producer = marking(["order.note"], {
		row: { note: z.string() },
		marks: ["note"],
	});
	const consumer = decrypting(noted, ["order.note"], {
		row: { note: z.string() },
		marks: ["note"],
	});
	const row = { service: "shop", kind: "row", name: "order", fields: ["note"] };
	const answers = {
		service: "shop",
		kind: "row",
		name: "IDEMPOTENCY",
		fields: ["answer", "inputHash"],
	};
	const view = {
		service: "kitchen",
		kind: "row",
		name: "ticket",
		fields: ["note"],
	};
	const event = { kind: "event", name: "order-placed", fields: ["order.note"] };

	it("the API its rows, and the answers that it keeps", () => {
		expect(protectionOf(producer, "rest")).toEqual({
			encrypts: [row, answers],
			decrypts: [row, answers],
		});
	});

	it("the API a view only to read it", () => {
		const own = { ...answers, service: "kitchen" };
		expect(protectionOf(consumer, "rest")).toEqual({
			encrypts: [own],
			decrypts: [view, own],
		});
	});

	it("the trigger its published rows to read, its events to write", () => {
		expect(protectionOf(producer, "trigger")).toEqual({
			encrypts: [{ service: "shop", ...event }],
			decrypts: [row],
		});
	});

	it("the listener the events that it names to read, its views to write", () => {
		expect(protectionOf(consumer, "listener")).toEqual({
			encrypts: [view],
			decrypts: [event],
		});
	});

	it("the listener the rows that it emits to write", () => {
		const rules = {
			answer: { on: ["order-withdrawn"], emits: ["order-placed"] },
		};
		expect(protectionOf({ ...producer, rules }, "listener").encrypts).toEqual([
			row,
		]);
	});

	it("the job its rows, and the state that its pages leave", () => {
		const jobs = { sum: job({ summary: "", schedule: { hourly: 5 } }) };
		const state = { ...answers, name: "JOB", fields: ["state"] };
		expect(protectionOf({ ...producer, jobs }, "job")).toEqual({
			encrypts: [row, state],
			decrypts: [row, state],
		});
	});

	it("the job that only calls again no state", () => {
		expect(protectionOf(producer, "job")).toEqual({
			encrypts: [row],
			decrypts: [row],
		});
	});

	it.each(["rest", "listener", "trigger", "job"] as const)(
		"a %s without marks nothing",
		(kind) => {
			expect(protectionOf(shop(), kind)).toEqual({
				encrypts: [],
				decrypts: [],
			});
			expect(protectionOf(kitchen(), kind)).toEqual({
				encrypts: [],
				decrypts: [],
			});
		},
	);
});
