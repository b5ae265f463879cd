import {
	consumed,
	contract,
	internal,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../../../contracts";

const item = {
	name: z.string().min(1),
	price: z.int().min(0),
	status: z.enum(["draft", "listed"]),
};

const order = { orderId: z.string().min(1), total: z.int() };

/** A service that has one of everything. */
export const shop = contract({
	name: "shop",
	kind: "bff",
	owner: "shops",
	rows: {
		item: published(item),
		reservation: published({ orderId: z.string() }),
		order: materialized({ total: z.int() }),
		line: materialized({ quantity: z.int() }, { expireAfter: 3600 }),
		note: internal({ text: z.string() }),
	},
	produces: {
		"item-created": produced({
			from: "item",
			on: ["created", "undeleted"],
			body: { item: z.object(item) },
		}),
		"item-changed": produced({
			from: "item",
			on: ["updated", "deleted"],
			body: { item: z.object(item) },
		}),
		"item-listed": produced({
			from: "item",
			on: ["created", "updated"],
			when: { status: "listed" },
			body: { item: z.object({ name: z.string() }) },
		}),
		"reservation-requested": produced({
			from: "reservation",
			on: ["created", "updated"],
			body: { reservation: z.object({ orderId: z.string() }) },
		}),
	},
	consumes: {
		"order-placed": consumed({
			body: {
				order: z.object({
					...order,
					lines: z
						.array(z.object({ sku: z.string(), quantity: z.int() }))
						.optional(),
				}),
			},
		}),
		"order-withdrawn": consumed({
			body: { order: z.object({ orderId: z.string() }) },
		}),
	},
	rules: {
		"keep-orders": {
			on: ["order-placed", "order-withdrawn"],
			materializes: "order",
		},
		"keep-lines": { on: ["order-placed"], materializes: "line" },
		"reserve-goods": {
			on: ["order-placed"],
			emits: ["reservation-requested"],
		},
	},
	api: {
		"GET /items/{itemId}": route({
			summary: "One item",
			scopes: ["shop:use", "shop:admin"],
			response: z.object(item),
		}),
		"GET /items": route({
			summary: "Items, page by page",
			scopes: ["shop:use"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(z.object({ name: z.string() })),
				cursor: z.string().optional(),
			}),
		}),
		"POST /items": route({
			summary: "A new item",
			scopes: ["shop:use"],
			body: z.object({ name: z.string().min(1), price: z.int() }),
			response: z.object({ itemId: z.string(), name: z.string() }),
		}),
		"DELETE /items/{itemId}": route({
			summary: "No such item any more",
			scopes: [],
		}),
		"POST /items/{itemId}/orders": route({
			summary: "More of an item",
			scopes: ["shop:use"],
			body: z.object({ quantity: z.int() }),
			response: z.object({ itemId: z.string(), quantity: z.int() }),
			status: 202,
		}),
	},
});

export type Shop = typeof shop;
