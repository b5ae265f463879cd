import { type Contract, consumed, z } from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { kitchen, reading, sending, shop } from "./services";

describe("events", () => {
	test.each<[string, Contract[], string[]]>([
		[
			"consumed, and nobody produces it",
			[kitchen()],
			[
				"kitchen consumes order-placed, which nobody produces: add it to its producer's contract, or declare the producer as external",
			],
		],
		[
			"produced by two",
			[shop(), shop({ name: "web-shop" })],
			[
				"order-placed is produced by shop and by web-shop: an event has one owner, rename one of the two",
			],
		],
		[
			"consumed by its producer",
			[
				shop({
					rows: { ...shop().rows, ...kitchen().rows },
					consumes: kitchen().consumes,
					rules: kitchen().rules,
				}),
			],
			[
				"shop consumes order-placed, its own event, which a service ignores: drop it from what it consumes",
			],
		],
		[
			"consumed without a rule",
			[shop(), kitchen({ rows: {}, rules: {} })],
			[
				"kitchen consumes order-placed, but no rule handles it: add a rule, or drop the event",
			],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});
});

/** One example of each kind; the comparison itself has tests of its own. */
describe("a consumer that may refuse what is sent", () => {
	const field = (sent: z.ZodType, wanted: z.ZodType) => [
		sending(z.object({ total: sent })),
		reading(z.object({ total: wanted })),
	];
	test.each<[string, Contract[], string]>([
		[
			"an undeclared field",
			[sending(z.object({})), reading(z.object({ total: z.int() }))],
			"order.total: The consumer requires a field that the producer does not declare: make it optional in the consumer, or required in the producer.",
		],
		[
			"a field that may be left out",
			field(z.optional(z.int()), z.int()),
			"order.total: The consumer requires a field that the producer may leave out: make it optional in the consumer, or required in the producer.",
		],
		[
			"null",
			field(z.nullable(z.int()), z.int()),
			"order.total: The producer may send null: make it nullable in the consumer.",
		],
		[
			"another type",
			field(z.int(), z.string()),
			"order.total: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"another value of an enum",
			field(z.enum(["open", "paid"]), z.enum(["open"])),
			'order.total: The producer may send "paid", which the consumer does not accept.',
		],
		[
			"a longer text",
			field(z.string(), z.string().max(5)),
			"order.total: The producer may send any number of characters, the consumer takes at most 5.",
		],
		[
			"a greater number",
			field(z.int(), z.int().max(5)),
			"order.total: The producer may go up to 9007199254740991, the consumer demands at most 5.",
		],
		[
			"more items",
			field(z.array(z.int()), z.array(z.int()).min(1)),
			"order.total: The producer may send 0 items, the consumer demands at least 1.",
		],
		[
			"within an item",
			field(
				z.array(z.object({ price: z.int() })),
				z.array(z.object({ price: z.string() })),
			),
			"order.total[].price: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"within a record",
			field(z.record(z.string(), z.int()), z.record(z.string(), z.string())),
			"order.total{}: The producer sends a value of type number, the consumer expects string.",
		],
		[
			"an unknown variant",
			field(
				z.discriminatedUnion("by", [
					z.object({ by: z.literal("card") }),
					z.object({ by: z.literal("cash") }),
				]),
				z.discriminatedUnion("by", [z.object({ by: z.literal("card") })]),
			),
			'order.total(by: "cash"): The consumer has no such variant.',
		],
	])("%s", (_, contracts, sentence) => {
		const problems = platformProblems(contracts);
		expect(problems).toEqual([
			`kitchen may refuse order-placed of shop: ${sentence}`,
		]);
	});

	const sku = z.object({ sku: z.string() });
	const pattern = z.object({ sku: z.string().regex(/^[A-Z]+$/) });
	const undecided =
		"kitchen may refuse order-placed of shop: order.sku: The consumer demands the pattern /^[A-Z]+$/, the producer promises any text: use the same pattern on both sides. If it is right all the same, say why in `trust`.";

	test("what cannot be decided is a problem", () => {
		expect(platformProblems([sending(sku), reading(pattern)])).toEqual([
			undecided,
		]);
	});

	test("trust, with its reason, accepts what cannot be decided", () => {
		const trusting = reading(pattern, "a sku is made of capitals since 2019");
		expect(platformProblems([sending(sku), trusting])).toEqual([]);
	});

	test("trust without a reason is none", () => {
		const trusting = kitchen({
			consumes: {
				"order-placed": consumed({ body: { order: pattern }, trust: "" }),
			},
		});
		expect(platformProblems([sending(sku), trusting])).toEqual([undecided]);
	});

	test("trust does not cover what is known to be refused", () => {
		const trusting = reading(z.object({ sku: z.int() }), "it will be fine");
		expect(platformProblems([sending(sku), trusting])).toEqual([
			"kitchen may refuse order-placed of shop: order.sku: The producer sends a value of type string, the consumer expects number.",
		]);
	});
});

describe("a schema outside the subset", () => {
	const transformed = z.string().transform((text) => text.length);
	const sentence =
		"order.lines[].count: A contract says what is sent, not what is made of it: transform in the handler.";
	const lines = (count: z.ZodType) =>
		z.object({ lines: z.array(z.object({ count })) });

	test("of a producer is said once, with its path", () => {
		expect(
			platformProblems([sending(lines(transformed)), reading(lines(z.int()))]),
		).toEqual([`shop: order-placed: ${sentence}`]);
	});

	test("of a consumer is said once, whatever its trust", () => {
		const consumer = reading(lines(transformed), "it will be fine");
		expect(platformProblems([sending(lines(z.int())), consumer])).toEqual([
			`kitchen: order-placed: ${sentence}`,
		]);
	});

	test("hides nothing else", () => {
		const sent = z.object({ count: transformed, total: z.int() });
		const wanted = z.object({ count: z.int(), total: z.string() });
		expect(platformProblems([sending(sent), reading(wanted)])).toEqual([
			"shop: order-placed: order.count: A contract says what is sent, not what is made of it: transform in the handler.",
			"kitchen may refuse order-placed of shop: order.total: The producer sends a value of type number, the consumer expects string.",
		]);
	});
});
