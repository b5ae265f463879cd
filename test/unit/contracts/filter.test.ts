import fc from "fast-check";
import { consumed, z } from "../../../contracts";
import { eventPattern } from "../../../contracts/event-pattern";
import { type Filter, hears, type Test } from "../../../contracts/filter";
import { compileFilters } from "../../../local/streams/filter";

const numRuns = Number(process.env.FC_RUNS ?? 500);

describe("a filter", () => {
	const order = {
		id: "r-1",
		rush: true,
		total: { amount: 5, currency: "EUR" },
	};

	test.each<[Filter, boolean]>([
		[{ "order.id": ["r-1"] }, true],
		[{ "order.id": ["r-2", "r-1"] }, true],
		[{ "order.id": ["r-2"] }, false],
		[{ "order.id": [{ prefix: "r-" }] }, true],
		[{ "order.id": [{ prefix: "s-" }, "r-1"] }, true],
		[{ "order.rush": [true] }, true],
		[{ "order.rush": ["true"] }, false],
		[{ "order.total.amount": [5] }, true],
		[{ "order.total.amount": ["5"] }, false],
		[{ "order.total.amount": [{ prefix: "5" }] }, false],
		[{ "order.total.amount": [{ "anything-but": [6, 7] }] }, true],
		[{ "order.total.currency": [{ "anything-but": ["EUR"] }] }, false],
		[{ "order.total.currency": ["EUR"], "order.rush": [false] }, false],
		[{ "order.total.currency": ["EUR"], "order.total.amount": [5] }, true],
		[{ "order.total": [{ exists: true }] }, false],
		[{ "order.note": [{ exists: true }] }, false],
		[{ "order.note": [{ exists: false }] }, true],
		[{ "order.note": [{ "anything-but": ["x"] }] }, false],
		[{ "order.rush.deeper": [{ exists: false }] }, true],
		[{ "order.constructor": [{ exists: true }] }, false],
	])("%j holds: %s", (where, expected) => {
		const rule = { on: ["order-placed"], where };
		expect(hears(rule, { type: "order-placed", order } as never)).toBe(
			expected,
		);
		expect(hears(rule, { type: "order-lost", order } as never)).toBe(false);
	});
});

const scalar = fc.constantFrom(
	"EUR",
	"E",
	"",
	"5",
	"true",
	"null",
	5,
	0,
	true,
	false,
);
const test1 = fc.oneof<fc.Arbitrary<Test>[]>(
	scalar,
	fc.record({ prefix: fc.constantFrom("E", "EU", "5", "t") }),
	fc.record({ exists: fc.boolean() }),
	fc.record({
		"anything-but": fc.oneof(
			fc.uniqueArray(fc.constantFrom("EUR", "E", "5"), { minLength: 1 }),
			fc.uniqueArray(fc.constantFrom(5, 0, 7), { minLength: 1 }),
		),
	}),
);
const paths = ["order.a", "order.b", "order.deep.c", "order.deep.d", "hour"];
const filter: fc.Arbitrary<Filter> = fc.dictionary(
	fc.constantFrom(...paths),
	fc.array(test1, { minLength: 1, maxLength: 3 }),
	{ minKeys: 1, noNullPrototype: true },
);

/** Whatever may be where a scalar is expected: an external producer promises, and the bus does not check. */
const anything = fc.oneof(
	{ weight: 5, arbitrary: scalar },
	fc.constantFrom(null, {}, [], ["EUR", 5], [["E"]], { c: "EUR" }),
);
const fields = (names: string[]) =>
	fc.record(Object.fromEntries(names.map((name) => [name, anything])), {
		requiredKeys: [],
	});
const deep = fc.oneof(
	{ weight: 4, arbitrary: fields(["c", "d"]) },
	fc.array(fields(["c", "d"]), { maxLength: 2 }),
	anything,
);
const detail = fc.record(
	{
		order: fc.oneof(
			{
				weight: 5,
				arbitrary: fc
					.tuple(fields(["a", "b"]), deep)
					.map(([order, deep]) => ({ ...order, deep })),
			},
			anything,
		),
		hour: anything,
	},
	{ requiredKeys: [] },
);
const types = ["order-placed", "order-lost"];
const rule = fc.record(
	{
		on: fc.subarray(types, { minLength: 1 }),
		where: filter,
		materializes: fc.constant("ticket"),
	},
	{ requiredKeys: ["on", "materializes"] },
);

test("the pattern of the bus takes an event exactly where the code lets a rule hear it", () => {
	const seen = { heard: 0, unheard: 0 };
	fc.assert(
		fc.property(
			fc.array(rule, { minLength: 1, maxLength: 3 }),
			fc.constantFrom(...types),
			detail,
			(rules, type, body) => {
				const consumes = Object.fromEntries(
					rules.flatMap(({ on }) =>
						on.map((type) => [type, consumed({ body: { hour: z.int() } })]),
					),
				);
				const named = Object.fromEntries(rules.map((one, i) => [`r${i}`, one]));
				const pattern = eventPattern({
					name: "kitchen",
					consumes,
					rules: named,
				});
				const event = JSON.parse(JSON.stringify({ type, ...body }));
				const arrives = compileFilters([pattern])({
					source: "shop",
					"detail-type": type,
					detail: event,
				});
				const heard = rules.some((one) => hears(one, event));
				expect(heard).toBe(arrives);
				seen[heard ? "heard" : "unheard"]++;
			},
		),
		{ numRuns },
	);
	expect(Math.min(seen.heard, seen.unheard)).toBeGreaterThan(numRuns / 20);
});
