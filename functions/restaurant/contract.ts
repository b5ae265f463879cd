import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../contracts";

/** Integer minor units: 1250 EUR are 12.50 euros. Sums of 50 lines of 99 stay whole numbers. */
const money = z.object({
	amount: z.int().min(0).max(1_000_000_000),
	currency: z.enum(["EUR", "USD", "GBP"]),
});

const menuItem = z.object({
	itemId: z.string().min(1),
	restaurantId: z.string().min(1),
	name: z.string().min(1).max(120),
	description: z.string().max(1000),
	price: money,
});

const orderLine = z.object({
	itemId: z.string().min(1),
	name: z.string(),
	quantity: z.int().min(1),
});

const order = z.object({
	orderId: z.string(),
	lines: z.array(orderLine),
	total: money,
	note: z.string().optional(),
	submittedAt: z.iso.datetime(),
	status: z.enum(["submitted", "accepted", "ready", "cancelled"]),
});

/** What we get for one day's orders of one currency. */
const settlement = z.object({
	/** `2026-11-25`, in UTC. */
	day: z.string(),
	total: money,
	orders: z.int().min(1),
});

const orderId = z.object({ orderId: z.string().min(1) });

/** Backend for the restaurants' frontend: they keep their menu, see their orders and accept them. */
export const restaurant = contract({
	name: "restaurant",
	kind: "bff",
	owner: "restaurants",
	rows: {
		"menu-item": published(menuItem.shape),
		order: materialized(
			{
				restaurantId: z.string(),
				lines: z.array(orderLine),
				total: money,
				note: z.string().optional(),
				submittedAt: z.iso.datetime(),
			},
			{ sensitive: ["note"] },
		),
		acceptance: published({ restaurantId: z.string() }),
		readiness: materialized({ readyAt: z.iso.datetime() }),
		cancellation: materialized({
			reason: z.enum(["cancelled", "expired", "declined"]),
		}),
		settlement: materialized(settlement.shape),
	},
	produces: {
		"menu-item-created": produced({
			from: "menu-item",
			on: ["created", "undeleted"],
			body: { menuItem },
		}),
		"menu-item-updated": produced({
			from: "menu-item",
			on: ["updated"],
			body: { menuItem },
		}),
		"menu-item-deleted": produced({
			from: "menu-item",
			on: ["deleted"],
			body: {
				menuItem: z.object({
					itemId: z.string().min(1),
					restaurantId: z.string().min(1),
				}),
			},
		}),
		"order-accepted": produced({
			from: "acceptance",
			on: ["created"],
			body: {
				order: z.object({
					orderId: z.string().min(1),
					restaurantId: z.string().min(1),
				}),
			},
		}),
	},
	consumes: {
		"order-submitted": consumed({
			body: {
				order: z.object({
					orderId: z.string().min(1),
					restaurantId: z.string().min(1),
					lines: z.array(orderLine),
					total: money,
					note: z.string().optional(),
					submittedAt: z.iso.datetime(),
				}),
			},
			decrypts: ["order.note"],
		}),
		"order-ready": consumed({ body: { order: orderId } }),
		"order-cancelled": consumed({ body: { order: orderId } }),
		"order-expired": consumed({ body: { order: orderId } }),
		"payment-declined": consumed({ body: { payment: orderId } }),
		"settlement-issued": consumed({
			body: {
				settlement: settlement.extend({ restaurantId: z.string().min(1) }),
			},
		}),
	},
	rules: {
		"keep-orders": { on: ["order-submitted"], materializes: "order" },
		"keep-readiness": { on: ["order-ready"], materializes: "readiness" },
		"keep-cancellations": {
			on: ["order-cancelled", "order-expired", "payment-declined"],
			materializes: "cancellation",
		},
		"keep-settlements": {
			on: ["settlement-issued"],
			materializes: "settlement",
		},
	},
	api: {
		"PUT /menu-items/{itemId}": route({
			summary: "Add or change an item of my menu",
			scopes: ["menu:write"],
			body: menuItem.pick({ name: true, description: true, price: true }),
			response: menuItem,
			example: {
				path: { itemId: "margherita" },
				body: {
					name: "Margherita",
					description: "Tomato, mozzarella, basil",
					price: { amount: 950, currency: "EUR" },
				},
			},
		}),
		"GET /menu-items/{itemId}": route({
			summary: "One item of my menu",
			scopes: ["menu:read", "menu:write"],
			response: menuItem,
		}),
		"GET /menu-items": route({
			summary: "My menu, page by page",
			scopes: ["menu:read", "menu:write"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(menuItem),
				cursor: z.string().optional(),
			}),
		}),
		"DELETE /menu-items/{itemId}": route({
			summary: "Take an item off my menu",
			scopes: ["menu:write"],
		}),
		"GET /orders": route({
			summary: "My orders, the latest first, page by page",
			scopes: ["orders:accept"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(order),
				cursor: z.string().optional(),
			}),
		}),
		"GET /orders/{orderId}": route({
			summary: "One of my orders",
			scopes: ["orders:accept"],
			response: order,
		}),
		"PUT /orders/{orderId}/acceptance": route({
			summary: "Accept an order; again changes nothing",
			scopes: ["orders:accept"],
			response: order,
		}),
		"GET /settlements": route({
			summary: "What I get for my orders, day by day, page by page",
			scopes: ["orders:accept"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(settlement),
				cursor: z.string().optional(),
			}),
		}),
	},
});

export type RestaurantContract = typeof restaurant;
export type MenuItem = z.infer<typeof menuItem>;
export type Order = z.infer<typeof order>;
export type Settlement = z.infer<typeof settlement>;
