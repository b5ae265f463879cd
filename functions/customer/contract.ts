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

/** What a customer reads of a menu. */
const menuItem = z.object({
	itemId: z.string(),
	restaurantId: z.string(),
	name: z.string(),
	description: z.string(),
	price: money,
});

const orderLine = z.object({
	itemId: z.string().min(1),
	name: z.string(),
	quantity: z.int().min(1),
	price: money,
});

const order = z.object({
	orderId: z.string().min(1),
	restaurantId: z.string().min(1),
	lines: z.array(orderLine).min(1),
	total: money,
	/** To the kitchen, such as an allergy. */
	note: z.string().max(500).optional(),
	submittedAt: z.iso.datetime(),
});

const trackedOrder = order.extend({
	status: z.enum([
		"submitted",
		"accepted",
		"ready",
		"picked-up",
		"delivered",
		"declined",
		"expired",
		"cancelled",
	]),
});

const orderId = z.object({ orderId: z.string().min(1) });

/** Backend for the customers' frontend: they browse menus, order, and see their orders move. */
export const customer = contract({
	name: "customer",
	kind: "bff",
	owner: "customers",
	rows: {
		"menu-item": materialized(menuItem.shape),
		order: published(
			{ ...order.omit({ orderId: true }).shape, customerId: z.string() },
			{ sensitive: ["note"] },
		),
		cancellation: published({}),
		acceptance: materialized({ acceptedAt: z.iso.datetime() }),
		readiness: materialized({ readyAt: z.iso.datetime() }),
		decline: materialized({ declinedAt: z.iso.datetime() }),
		expiry: materialized({ expiredAt: z.iso.datetime() }),
		delivery: materialized({ status: z.enum(["picked-up", "delivered"]) }),
	},
	produces: {
		"order-submitted": produced({
			from: "order",
			on: ["created"],
			body: { order },
			routing: ["order.restaurantId"],
			sensitive: ["order.note"],
		}),
		"order-cancelled": produced({
			from: "cancellation",
			on: ["created"],
			body: { order: orderId },
		}),
	},
	consumes: {
		"menu-item-created": consumed({ body: { menuItem } }),
		"menu-item-updated": consumed({ body: { menuItem } }),
		"menu-item-deleted": consumed({
			body: { menuItem: menuItem.pick({ itemId: true, restaurantId: true }) },
		}),
		"order-accepted": consumed({ body: { order: orderId } }),
		"order-ready": consumed({ body: { order: orderId } }),
		"order-expired": consumed({ body: { order: orderId } }),
		"payment-declined": consumed({ body: { payment: orderId } }),
		"delivery-picked-up": consumed({ body: { delivery: orderId } }),
		"delivery-completed": consumed({ body: { delivery: orderId } }),
	},
	rules: {
		"keep-menus": {
			on: ["menu-item-created", "menu-item-updated", "menu-item-deleted"],
			materializes: "menu-item",
		},
		"keep-acceptances": { on: ["order-accepted"], materializes: "acceptance" },
		"keep-readiness": { on: ["order-ready"], materializes: "readiness" },
		"keep-expiries": { on: ["order-expired"], materializes: "expiry" },
		"keep-declines": { on: ["payment-declined"], materializes: "decline" },
		"keep-deliveries": {
			on: ["delivery-picked-up", "delivery-completed"],
			materializes: "delivery",
		},
	},
	api: {
		"GET /restaurants/{restaurantId}/menu": route({
			summary: "A restaurant's menu, page by page",
			scopes: ["orders:submit"],
			example: { path: { restaurantId: "restaurant-1" } },
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(menuItem),
				cursor: z.string().optional(),
			}),
		}),
		"POST /orders": route({
			summary: "Submit an order; its prices are those of the menu as I see it",
			scopes: ["orders:submit"],
			body: z.object({
				restaurantId: z.string().min(1),
				lines: z
					.array(
						z.object({
							itemId: z.string().min(1),
							quantity: z.int().min(1).max(99),
						}),
					)
					.min(1)
					.max(50),
				note: order.shape.note,
			}),
			response: trackedOrder,
			example: {
				body: {
					restaurantId: "restaurant-1",
					lines: [{ itemId: "margherita", quantity: 2 }],
					note: "No nuts, please",
				},
			},
		}),
		"GET /orders": route({
			summary: "My orders, the latest first, page by page",
			scopes: ["orders:submit"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(order),
				cursor: z.string().optional(),
			}),
		}),
		"GET /orders/{orderId}": route({
			summary: "One of my orders and how far it is",
			scopes: ["orders:submit"],
			response: trackedOrder,
		}),
		"PUT /orders/{orderId}/cancellation": route({
			summary: "Cancel an order that is not ready yet; again changes nothing",
			scopes: ["orders:submit"],
			response: trackedOrder,
		}),
	},
});

export type CustomerContract = typeof customer;
export type MenuItem = z.infer<typeof menuItem>;
export type Money = z.infer<typeof money>;
export type Order = z.infer<typeof order>;
export type TrackedOrder = z.infer<typeof trackedOrder>;
