import { date, toJSONSchema } from "zod";
import {
	collected,
	consumed,
	contract,
	internal,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../../../contracts";
import { compareContracts } from "../../../../ops/preview/contracts/compare";
import { fieldsOf } from "../../../../ops/preview/contracts/fields";
import { contractRecords } from "../../../../ops/preview/record/contracts";

const records = (...contracts: unknown[]) =>
	contractRecords(contracts, [], (schema, options) =>
		toJSONSchema(Object(schema), options),
	);

const orders = (order: Parameters<typeof z.object>[0], rest: object = {}) =>
	contract({
		name: "orders",
		kind: "bff",
		owner: "shop",
		rows: { order: published({ orderId: z.string() }), note: internal({}) },
		produces: {
			"order-placed": produced({
				from: "order",
				on: ["created"],
				body: { order: z.object(order) },
			}),
		},
		consumes: { "menu-changed": consumed({ body: { menu: z.string() } }) },
		api: {
			"POST /orders": route({
				summary: "Order",
				scopes: ["orders:place"],
				body: z.object({ lines: z.array(z.string()) }),
			}),
		},
		...rest,
	});
const plain = { orderId: z.string(), total: z.int() };

test.each<[string, unknown, unknown, object[]]>([
	["nothing", orders(plain), orders(plain), []],
	[
		"a new field",
		orders(plain),
		orders({ ...plain, note: z.string().optional() }),
		[
			{
				service: "orders",
				change: "added",
				subject: "produces order-placed",
				field: "order.note",
				after: "string, optional",
			},
		],
	],
	[
		"a field that is gone",
		orders(plain),
		orders({ orderId: z.string() }),
		[{ change: "removed", field: "order.total", before: expect.any(String) }],
	],
	[
		"a field of another type",
		orders(plain),
		orders({ ...plain, orderId: z.int().min(1).max(9) }),
		[
			{
				change: "changed",
				field: "order.orderId",
				before: "string",
				after: "integer, maximum 9, minimum 1",
			},
		],
	],
	[
		"another route, its scopes and an answer that was none",
		orders(plain),
		orders(plain, {
			api: {
				"GET /orders": route({ summary: "All", scopes: [] }),
				"POST /orders": route({
					summary: "Order",
					scopes: ["orders:place", "admin"],
					body: z.object({ lines: z.array(z.string()) }),
					response: z.object({ orderId: z.string() }),
				}),
			},
		}),
		[
			{ change: "added", subject: "GET /orders" },
			{ change: "added", subject: "POST /orders", field: "response.orderId" },
			{ change: "changed", subject: "POST /orders", field: "scopes" },
		],
	],
	[
		"an event that is consumed no more, and another rule",
		orders(plain),
		orders(plain, {
			consumes: {},
			rules: { keep: { on: ["menu-changed"], materializes: "menu" } },
		}),
		[
			{ change: "removed", subject: "consumes menu-changed" },
			{ change: "added", subject: "rule keep" },
		],
	],
	[
		"another owner",
		orders(plain),
		orders(plain, { owner: "kitchen" }),
		[
			{
				change: "changed",
				subject: "the service",
				field: "owner",
				after: "kitchen",
			},
		],
	],
])("tells %s", (_what, before, after, changes) => {
	const found = compareContracts(records(before), records(after));
	expect(found).toHaveLength(changes.length);
	expect(found).toMatchObject(changes);
});

it("tells a service that is new or gone, with all that it says", () => {
	const one = records(orders(plain));
	const added = compareContracts([], one);
	expect(added.map(({ subject }) => subject)).toEqual([
		"the service",
		"produces order-placed",
		"consumes menu-changed",
		"POST /orders",
		"row note",
		"row order",
	]);
	const removed = compareContracts(one, []);
	expect(removed.map(({ change }) => change)).toEqual(
		added.map(() => "removed"),
	);
});

it("knows fields in lists, in records and in fields that may be missing", () => {
	const schema = toJSONSchema(
		z.object({
			lines: z.array(z.object({ note: z.string().optional() })),
			prices: z.record(z.string(), z.object({ amount: z.int() })).optional(),
		}),
		{ io: "input" },
	);
	expect(fieldsOf({ ...schema })).toMatchObject({
		lines: "array",
		"lines[]": "object",
		"lines[].note": "string, optional",
		prices: "object of any keys, optional",
		"prices{}.amount": expect.stringMatching(/^integer/),
	});
});

describe("a row that is there already", () => {
	const rows = (order: unknown) =>
		orders(plain, {
			produces: {},
			rows: { order, note: internal({}) },
		});
	const id = { orderId: z.string() };
	const of = (shape: object, options: object = {}) =>
		rows(internal({ ...id, ...shape }, options));
	const danger = true;
	const line = z.object({ note: z.string() });

	test.each<[string, unknown, unknown, object[]]>([
		["nothing", of({}), of({}), []],
		[
			"a required field",
			of({}),
			of({ total: z.int() }),
			[{ change: "added", field: "total", danger }],
		],
		[
			"an optional field",
			of({}),
			of({ total: z.int().optional() }),
			[{ change: "added", field: "total", danger: undefined }],
		],
		[
			"an optional object with a required field",
			of({}),
			of({ line: line.optional() }),
			[
				{ field: "line", danger: undefined },
				{ field: "line.note", danger: undefined },
			],
		],
		[
			"a required field in an object that was there",
			of({ line: z.object({}).optional() }),
			of({ line: line.optional() }),
			[{ field: "line.note", danger }],
		],
		[
			"a field that is optional no more",
			of({ total: z.int().optional() }),
			of({ total: z.int() }),
			[{ change: "changed", field: "total", danger }],
		],
		[
			"a field that is gone",
			of({ total: z.int() }),
			of({}),
			[{ change: "removed", field: "total", danger: undefined }],
		],
		[
			"a required field that is no JSON",
			of({}),
			of({ at: date() }),
			[{ change: "added", field: "at", after: "anything", danger }],
		],
		[
			"another kind",
			rows(internal(id)),
			rows(materialized(id)),
			[{ change: "changed", field: "kind", danger }],
		],
		[
			"an end",
			rows(materialized(id)),
			rows(materialized(id, { expireAfter: 60 })),
			[{ change: "added", field: "expireAfter", after: "60", danger }],
		],
		[
			"an earlier end",
			rows(collected({ expireAfter: 600 })),
			rows(collected({ expireAfter: 60 })),
			[{ change: "changed", field: "expireAfter", danger }],
		],
		[
			"a later end",
			rows(collected({ expireAfter: 60 })),
			rows(collected({ expireAfter: 600 })),
			[{ change: "changed", field: "expireAfter", danger: undefined }],
		],
		[
			"no end",
			rows(materialized(id, { expireAfter: 60 })),
			rows(materialized(id)),
			[{ change: "removed", field: "expireAfter", danger: undefined }],
		],
		[
			"a sensitive field",
			rows(materialized(id)),
			rows(materialized(id, { sensitive: ["orderId"] })),
			[{ field: "sensitive", danger: undefined }],
		],
	])("tells %s", (_what, before, after, changes) => {
		const found = compareContracts(records(before), records(after));
		expect(found).toHaveLength(changes.length);
		expect(
			found.map(({ danger: is, ...rest }) => ({ danger: is, ...rest })),
		).toMatchObject(changes.map((each) => ({ ...each, subject: "row order" })));
	});
});
