import {
	consumed,
	contract,
	external,
	materialized,
	produced,
	published,
	z,
} from "../../contracts";

const body = {
	order: z.object({
		restaurantId: z.string(),
		rush: z.boolean(),
		total: z.object({ amount: z.int(), currency: z.enum(["EUR", "USD"]) }),
		lines: z.array(z.object({ itemId: z.string() })),
	}),
};
const made = { from: "order", on: ["created"], body } as const;

produced({
	...made,
	routing: ["order.restaurantId", "order.rush", "order.total.currency"],
});

produced({
	...made,
	// @ts-expect-error there is no such field
	routing: ["order.restaurant"],
});

produced({
	...made,
	// @ts-expect-error an object is not a single value
	routing: ["order.total"],
});

produced({
	...made,
	// @ts-expect-error nothing goes through a list
	routing: ["order.lines[].itemId"],
});

external({
	name: "till",
	produces: {
		"order-made": { body, routing: ["order.rush"] },
		"hour-passed": { body: { hour: z.int() }, routing: ["hour"] },
	},
});

external({
	name: "till",
	produces: {
		// @ts-expect-error there is no such field of this event
		"hour-passed": { body: { hour: z.int() }, routing: ["order.rush"] },
	},
});

const who = { name: "x", kind: "bff", owner: "tests" } as const;
const rows = { order: published({}), view: materialized({}) };
const consumes = {
	"order-made": consumed({ body }),
	"order-lost": consumed({
		body: { order: z.object({ restaurantId: z.string() }) },
	}),
};
const materializes = "view";

contract({
	...who,
	rows,
	consumes,
	rules: {
		"keep-big": {
			on: ["order-made"],
			where: {
				"order.total.currency": ["EUR", { "anything-but": ["USD"] }],
				"order.restaurantId": [{ prefix: "r-" }, { exists: false }],
				"order.rush": [true],
				"order.total.amount": [5, { "anything-but": [6, 7] }],
			},
			materializes,
		},
		"keep-both": {
			on: ["order-made", "order-lost"],
			where: { "order.restaurantId": ["r-1"] },
			materializes,
		},
	},
});

contract({
	...who,
	rows,
	consumes,
	rules: {
		keep: {
			on: ["order-made"],
			// @ts-expect-error the consumer's own words have no such value
			where: { "order.total.currency": ["GBP"] },
			materializes,
		},
	},
});

contract({
	...who,
	rows,
	consumes,
	rules: {
		keep: {
			on: ["order-made"],
			// @ts-expect-error a number has no prefix
			where: { "order.total.amount": [{ prefix: "1" }] },
			materializes,
		},
	},
});

contract({
	...who,
	rows,
	consumes,
	rules: {
		keep: {
			on: ["order-made", "order-lost"],
			// @ts-expect-error not every event of the rule has it
			where: { "order.rush": [true] },
			materializes,
		},
	},
});

contract({
	...who,
	rows,
	consumes,
	rules: {
		keep: {
			on: ["order-made"],
			// @ts-expect-error there is no such field
			where: { "order.restaurant": ["r-1"] },
			materializes,
		},
	},
});
