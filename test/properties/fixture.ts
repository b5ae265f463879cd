import fc from "fast-check";
import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../contracts";
import { NotFound } from "../../runtime/errors";
import { listener } from "../../runtime/listener";
import { rest } from "../../runtime/rest";
import { trigger } from "../../runtime/trigger";
import type { Command, Service } from "../../testkit";

const named = z.object({ itemId: z.string(), name: z.string() });
const counted = z.object({ itemId: z.string(), quantity: z.int() });
const changes = ["created", "updated", "undeleted"] as const;

/** People name items, count them and take them off. */
const shopContract = contract({
	name: "shop",
	kind: "bff",
	owner: "shops",
	rows: {
		item: published({ name: z.string() }),
		stock: published({ quantity: z.int() }),
	},
	produces: {
		"item-named": produced({
			from: "item",
			on: changes,
			body: { item: named },
		}),
		"item-removed": produced({
			from: "item",
			on: ["deleted"],
			body: { item: z.object({ itemId: z.string() }) },
		}),
		"stock-counted": produced({
			from: "stock",
			on: changes,
			body: { stock: counted },
		}),
	},
	api: {
		"POST /items": route({
			summary: "A new item",
			scopes: ["shop"],
			body: z.object({ name: z.string() }),
		}),
		"PUT /items/{itemId}": route({
			summary: "Name an item",
			scopes: ["shop"],
			body: z.object({ name: z.string() }),
		}),
		"PATCH /items/{itemId}": route({
			summary: "Rename an item that there is",
			scopes: ["shop"],
			body: z.object({ name: z.string() }),
		}),
		"DELETE /items/{itemId}": route({
			summary: "Take an item off",
			scopes: ["shop"],
		}),
		"PUT /items/{itemId}/stock": route({
			summary: "Count an item",
			scopes: ["shop"],
			body: z.object({ quantity: z.int() }),
		}),
	},
});

export const shop: Service = {
	contract: shopContract,
	trigger: (ports) =>
		trigger(
			shopContract,
			{
				"item-named": ({ row: { pk, name } }) => ({
					item: { itemId: pk, name },
				}),
				"item-removed": ({ row: { pk } }) => ({ item: { itemId: pk } }),
				"stock-counted": ({ row: { pk, quantity } }) => ({
					stock: { itemId: pk, quantity },
				}),
			},
			ports,
		),
	rest: (ports) =>
		rest(
			shopContract,
			(entities) => ({
				"POST /items": async ({ newId, body }) => {
					await entities.put("item", { pk: newId(), sk: "item", ...body });
				},
				"PUT /items/{itemId}": async ({ path, body }) => {
					await entities.put("item", { pk: path.itemId, sk: "item", ...body });
				},
				"PATCH /items/{itemId}": async ({ path, body }) => {
					const key = { pk: path.itemId, sk: "item" };
					await entities.update("item", key, (current) => {
						if (!current) throw new NotFound("There is no such item.");
						return { name: `${current.name}, ${body.name}` };
					});
				},
				"DELETE /items/{itemId}": ({ path }) =>
					entities.remove("item", { pk: path.itemId, sk: "item" }),
				"PUT /items/{itemId}/stock": async ({ path, body }) => {
					const key = { pk: path.itemId, sk: "stock" };
					await entities.put("stock", { ...key, ...body });
				},
			}),
			ports,
		),
};

export const ofShop = {
	"item-named": consumed({ body: { item: named } }),
	"item-removed": consumed({
		body: { item: z.object({ itemId: z.string() }) },
	}),
	"stock-counted": consumed({ body: { stock: counted } }),
};

/** Keeps what the shop says of an item in two rows, one for each of its sources, and reorders what has run out. */
const shelfContract = contract({
	name: "shelf",
	kind: "bff",
	owner: "shelves",
	rows: {
		item: materialized({ name: z.string() }),
		stock: materialized({ quantity: z.int() }),
		reorder: published({ itemId: z.string() }),
	},
	produces: {
		"reorder-requested": produced({
			from: "reorder",
			on: ["created", "updated"],
			body: { reorder: z.object({ itemId: z.string() }) },
		}),
	},
	consumes: ofShop,
	rules: {
		"keep-items": { on: ["item-named", "item-removed"], materializes: "item" },
		"keep-stock": { on: ["stock-counted"], materializes: "stock" },
		reorder: { on: ["stock-counted"], emits: ["reorder-requested"] },
	},
});

export const shelf: Service = {
	contract: shelfContract,
	trigger: (ports) =>
		trigger(
			shelfContract,
			{
				"reorder-requested": ({ row: { itemId } }) => ({
					reorder: { itemId },
				}),
			},
			ports,
		),
	listener: (ports) =>
		listener(
			shelfContract,
			{
				"keep-items": (event) => {
					const key = { pk: event.item.itemId, sk: "item" };
					return event.type === "item-removed"
						? { ...key, deleted: true }
						: { ...key, name: event.item.name };
				},
				"keep-stock": ({ stock: { itemId, quantity } }) => ({
					...{ pk: itemId, sk: "stock" },
					quantity,
				}),
				reorder: ({ id, stock: { itemId, quantity } }) =>
					quantity > 0
						? undefined
						: { name: "reorder", row: { pk: id, sk: "reorder", itemId } },
			},
			{ ports },
		),
};

export const itemIds = ["tea", "rice"];
export const keys = ["key-1", "key-2"];
const name = fc.constantFrom("a", "b", "c");
const ask = (route: string, body: object = {}) =>
	fc.constantFrom(...itemIds).map(
		(id): Command => ({
			service: "shop",
			route,
			path: { itemId: id },
			body,
		}),
	);

/** What people ask of the shop; some say with a key that they ask again. */
export const commands: fc.Arbitrary<Command> = fc.oneof(
	name.chain((name) => ask("PUT /items/{itemId}", { name })),
	name.chain((name) => ask("PATCH /items/{itemId}", { name })),
	ask("DELETE /items/{itemId}"),
	fc.nat(2).chain((quantity) => ask("PUT /items/{itemId}/stock", { quantity })),
	fc.constantFrom(...keys).map(
		(key): Command => ({
			service: "shop",
			route: "POST /items",
			key,
			body: { name: "new" },
		}),
	),
);
