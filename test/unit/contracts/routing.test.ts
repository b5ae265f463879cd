import {
	type Contract,
	consumed,
	external,
	produced,
	z,
} from "../../../contracts";
import type { Filter } from "../../../contracts/filter";
import { platformProblems } from "../../../contracts/platform";
import { kitchen, shop } from "./services";

const card = z.object({
	kind: z.literal("card"),
	cents: z.int(),
	bin: z.string(),
});
const cash = z.object({ kind: z.literal("cash"), cents: z.int() });
const order = z.object({
	orderId: z.string(),
	email: z.string(),
	note: z.string().optional(),
	coupon: z.string().nullable(),
	rush: z.boolean(),
	currency: z.enum(["EUR", "USD"]),
	code: z.string().max(3),
	total: z.object({ cents: z.int().min(0) }),
	gift: z.object({ text: z.string() }).optional(),
	lines: z.array(z.object({ sku: z.string() })),
	labels: z.record(z.string(), z.string()),
	payment: z.discriminatedUnion("kind", [card, cash]),
});
/** As a contract that was not written in TypeScript might have it. */
const placed = (routing: string[], sensitive: string[] = []) =>
	({
		...produced({ from: "order", on: ["created"], body: { order } }),
		routing,
		...(sensitive.length > 0 && { sensitive }),
	}) satisfies Contract["produces"][string];

describe("routing fields", () => {
	const problems = (...routing: string[]) =>
		platformProblems([shop({ produces: { "order-placed": placed(routing) } })]);

	test("are single values that every event has", () => {
		expect(
			problems(
				"order.orderId",
				"order.rush",
				"order.currency",
				"order.total.cents",
				"order.payment.kind",
				"order.payment.cents",
			),
		).toEqual([]);
	});

	const nowhere =
		"which is not a field of every such event: name one that is, none through a list";
	const object =
		"which is not a single value: name a string, number, boolean or enum";
	const missing = "which may be left out or null: make it required";

	test.each([
		["order.nothing", nowhere],
		["nothing", nowhere],
		["order.lines[].sku", nowhere],
		["order.lines.sku", nowhere],
		["order.payment.bin", nowhere],
		["order.orderId.length", nowhere],
		["order", object],
		["order.total", object],
		["order.lines", object],
		["order.note", missing],
		["order.coupon", missing],
		["order.gift.text", missing],
		["order.labels.color", missing],
	])("%s is none", (path, reason) => {
		expect(problems(path)).toEqual([
			`shop: order-placed routes by "${path}", ${reason}`,
		]);
	});

	test("are never sensitive, nor a part of what is", () => {
		const marked = placed(
			["order.email", "order.total.cents"],
			["order.email", "order.total"],
		);
		const found = platformProblems([
			shop({ produces: { "order-placed": marked } }),
		]);
		expect(found.filter((each) => each.includes("routing"))).toHaveLength(2);
	});

	test("of a producer outside the program are checked alike", () => {
		const bank = external({
			name: "bank",
			produces: {
				"bill-paid": {
					body: { bill: z.object({ note: z.string().optional() }) },
					routing: ["bill.note"],
				},
			},
		});
		expect(platformProblems([], [bank])).toEqual([
			`bank: bill-paid routes by "bill.note", ${missing}`,
		]);
	});
});

describe("the filter of a rule", () => {
	const consuming = (where: Filter, body: z.ZodType = order) =>
		kitchen({
			consumes: { "order-placed": consumed({ body: { order: body } }) },
			rules: {
				"keep-tickets": {
					on: ["order-placed"],
					where,
					materializes: "ticket",
				},
			},
		});
	const routing = [
		"order.orderId",
		"order.rush",
		"order.currency",
		"order.code",
		"order.total.cents",
		"order.payment.kind",
	];
	const producer = shop({ produces: { "order-placed": placed(routing) } });
	const problems = (where: Filter, body?: z.ZodType) =>
		platformProblems([producer, consuming(where, body)]);

	test("names routing fields of its events, and values that they may have", () => {
		expect(
			problems({
				"order.orderId": ["o-1", { prefix: "p-" }],
				"order.rush": [true],
				"order.currency": [{ prefix: "E" }, { "anything-but": ["USD"] }],
				"order.total.cents": [5, { "anything-but": [0, 1] }],
				"order.code": [{ prefix: "abc" }],
				"order.payment.kind": ["card"],
			}),
		).toEqual([]);
	});

	test("may tell events apart that are older than a field, where its own schema takes both", () => {
		const where = { "order.currency": [{ exists: false }] };
		const currency = z.enum(["EUR", "USD"]).optional();
		expect(problems(where, z.object({ currency }))).toEqual([]);
		expect(problems(where)).toHaveLength(1);
	});

	const kitchens = 'kitchen: the rule "keep-tickets"';
	const never =
		"which its own schema says never to hold: name what the field may be";

	test.each<[Filter, string]>([
		[{}, `${kitchens} has an empty \`where\`: name a field, or drop it`],
		[
			{ "order.email": ["x"] },
			`${kitchens} filters order-placed by "order.email", which is no routing field of it: mark it in the \`routing\` of shop's event, or decide in the handler`,
		],
		[
			{ "order.orderId": [] },
			`${kitchens} filters order-placed by "order.orderId" without a value: nothing would ever come`,
		],
		...(
			[
				["order.currency", "GBP"],
				["order.currency", { prefix: "G" }],
				["order.currency", { "anything-but": ["GBP"] }],
				["order.currency", { "anything-but": ["EUR", "USD"] }],
				["order.currency", { exists: false }],
				["order.rush", "true"],
				["order.rush", { prefix: "t" }],
				["order.total.cents", -1],
				["order.total.cents", "5"],
				["order.total.cents", { prefix: "5" }],
				["order.code", "abcd"],
				["order.code", { prefix: "abcd" }],
				["order.orderId", { "anything-but": [] }],
				["order.payment.kind", "cheque"],
			] as const
		).map(([path, value]): [Filter, string] => [
			{ [path]: [value] },
			`${kitchens} filters order-placed by "${path}" being ${JSON.stringify(value)}, ${never}`,
		]),
	])("%j is refused", (where, sentence) => {
		expect(problems(where)).toEqual([sentence]);
	});

	test("names fields that its own body has", () => {
		const body = z.object({ orderId: z.string() });
		expect(problems({ "order.rush": [true] }, body)).toEqual([
			`${kitchens} filters order-placed by "order.rush", which is not in the body that it consumes: add the field there`,
		]);
	});

	test("of an event that nobody produces is one problem, not two", () => {
		const consumer = consuming({ "order.rush": [true] });
		expect(platformProblems([consumer])).toHaveLength(1);
	});

	test("may not need more characters than a rule has", () => {
		const ids = Array.from({ length: 150 }, (_, i) => `order-${i}-of-many`);
		expect(problems({ "order.orderId": ids })).toEqual([
			expect.stringMatching(
				/^kitchen consumes so many events, or filters them by so much, that its rule has \d{4} characters, over EventBridge's 2048/,
			),
		]);
	});
});
