import * as zod from "zod";
import {
	type Contract,
	internal,
	materialized,
	produced,
	published,
	z,
} from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";
import { kitchen, orderPlaced, shop } from "./services";

type Broken = [string, Contract[], string[]];

describe("rows", () => {
	const from = (row: string, when?: Record<string, string>) =>
		shop({
			rows: { ...shop().rows, note: internal({}) },
			produces: {
				...shop().produces,
				"order-paid": produced({
					from: row,
					on: ["updated"],
					...(when && { when }),
					body: orderPlaced,
				}),
			},
		});
	test.each<Broken>([
		[
			"published without an event",
			[shop({ rows: { ...shop().rows, note: published({}) } })],
			[
				'shop: the row "note" is published, but no event is made from it: produce one, or make the row internal',
			],
		],
		[
			"internal, with an event",
			[from("note")],
			[
				'shop: order-paid is made from the row "note", which is internal: only a published row\'s changes become events',
			],
		],
		[
			"unknown, with an event",
			[from("bill")],
			[
				'shop: order-paid is made from the row "bill", which is not in the contract: only a published row\'s changes become events',
			],
		],
		[
			"`when` on an unknown field",
			[from("order", { state: "paid" })],
			[
				'shop: order-paid depends on "state", which the row "order" does not have: name one of its fields',
			],
		],
		[
			"`when` on a value that never is",
			[from("order", { status: "payed" })],
			[
				'shop: order-paid depends on "status" being "payed", which it never is in the row "order": name a value that its schema allows',
			],
		],
		["`when` on a value", [from("order", { status: "paid" })], []],
		[
			"materialized without a rule",
			[
				shop(),
				kitchen({ rows: { ...kitchen().rows, cook: materialized({}) } }),
			],
			[
				'kitchen: no rule materializes the row "cook": add the rule, or drop the row',
			],
		],
		[
			"materialized by two rules",
			[
				shop(),
				kitchen({
					rules: {
						...kitchen().rules,
						"keep-more": { on: ["order-placed"], materializes: "ticket" },
					},
				}),
			],
			[
				'kitchen: the row "ticket" is written by the rules "keep-tickets" and "keep-more": one row has one writer, give each rule a row of its own',
			],
		],
		[
			"materialized by a rule, but internal",
			[shop(), kitchen({ rows: { ticket: internal({}) } })],
			[
				'kitchen: the rule "keep-tickets" materializes "ticket", which is internal: declare a materialized row of its own for the view',
			],
		],
		[
			"materialized by a rule, but published",
			[
				shop(),
				kitchen({
					rows: { ticket: published({}) },
					produces: {
						"ticket-printed": produced({
							from: "ticket",
							on: ["created"],
							body: {},
						}),
					},
				}),
			],
			[
				'kitchen: the rule "keep-tickets" materializes "ticket", which is published: declare a materialized row of its own for the view',
			],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});
});

describe("what would never happen", () => {
	const made = (of: Partial<Contract["produces"][string]>) =>
		shop({
			produces: {
				"order-placed": {
					...produced({ from: "order", on: ["created"], body: orderPlaced }),
					...of,
				},
			},
		});
	const never =
		'shop: order-placed would never be published: `when` needs a field, and a change that is not "deleted"';

	test.each<[string, Contract[], string[]]>([
		[
			"an event of no change",
			[made({ on: [] })],
			["shop: order-placed is made of no change: say in `on` of which"],
		],
		["an event of no state", [made({ when: {} })], [never]],
		[
			"an event of a state that a deletion brings",
			[made({ on: ["deleted"], when: { status: "paid" } })],
			[never],
		],
		[
			"a view that expires before it is there",
			[
				shop(),
				kitchen({
					rows: {
						ticket: materialized({ orderId: z.string() }, { expireAfter: -1 }),
					},
				}),
			],
			[
				'kitchen: the row "ticket" expires after -1: it must be a whole number of seconds above 0',
			],
		],
		[
			"an emission that is no creation",
			[
				shop(),
				kitchen({
					rows: { ...kitchen().rows, bell: published({}) },
					produces: {
						"bell-rung": produced({ from: "bell", on: ["updated"], body: {} }),
					},
					rules: {
						...kitchen().rules,
						ring: { on: ["order-placed"], emits: ["bell-rung"] },
						idle: { on: ["order-placed"], emits: [] },
					},
				}),
			],
			[
				'kitchen: the rule "ring" emits bell-rung, which is not made of a row\'s creation: add "created" to its `on`',
				'kitchen: the rule "idle" does nothing: it must materialize a row or emit events',
			],
		],
		[
			"a rule for a row that is not there",
			[
				shop(),
				kitchen({
					rules: {
						...kitchen().rules,
						lost: { on: ["order-placed"], materializes: "nothing" },
					},
				}),
			],
			[
				'kitchen: the rule "lost" materializes "nothing", which is not in the contract: declare the row',
			],
		],
	])("%s", (_, contracts, sentences) => {
		expect(platformProblems(contracts)).toEqual(sentences);
	});

	test("a row's field that the table could not hold is named", () => {
		const rows = { order: published({ status: zod.date() }) };
		expect(platformProblems([shop({ rows })])).toEqual([
			expect.stringMatching(/^shop: the row "order": status: /),
		]);
	});
});
