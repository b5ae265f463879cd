import {
	type Contract,
	internal,
	materialized,
	produced,
	published,
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
