import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../contracts";

/** What a driver is told of a delivery. */
const deliveryStatus = z.object({
	orderId: z.string().min(1),
	status: z.enum(["picked-up", "completed"]),
});

const openOrder = z.object({
	orderId: z.string(),
	restaurantId: z.string(),
	readyAt: z.iso.datetime(),
});

const deliveryBody = { delivery: deliveryStatus.pick({ orderId: true }) };

/** Backend for the drivers' frontend: they see orders that are ready, pick them up and deliver them. */
export const delivery = contract({
	name: "delivery",
	kind: "bff",
	owner: "drivers",
	rows: {
		// Who is hungry does not wait for days: what nobody picks up leaves the drivers' list.
		order: materialized(
			{ restaurantId: z.string(), readyAt: z.iso.datetime() },
			{ expireAfter: 24 * 60 * 60 },
		),
		delivery: published({
			driverId: z.string(),
			status: z.enum(["picked-up", "completed"]),
		}),
	},
	produces: {
		"delivery-picked-up": produced({
			from: "delivery",
			on: ["created"],
			body: deliveryBody,
		}),
		"delivery-completed": produced({
			from: "delivery",
			on: ["updated"],
			when: { status: "completed" },
			body: deliveryBody,
		}),
	},
	consumes: {
		"order-ready": consumed({
			body: {
				order: z.object({
					orderId: z.string().min(1),
					restaurantId: z.string(),
				}),
			},
		}),
	},
	rules: {
		"keep-orders": { on: ["order-ready"], materializes: "order" },
	},
	api: {
		"GET /orders": route({
			summary:
				"Orders that are ready and that nobody has picked up, the oldest first",
			scopes: ["deliveries:make"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(openOrder),
				cursor: z.string().optional(),
			}),
		}),
		"PUT /orders/{orderId}/pick-up": route({
			summary: "Pick an order up; again changes nothing",
			scopes: ["deliveries:make"],
			response: deliveryStatus,
		}),
		"PUT /orders/{orderId}/completion": route({
			summary: "Deliver what I have picked up; again changes nothing",
			scopes: ["deliveries:make"],
			response: deliveryStatus,
		}),
		"GET /deliveries/{orderId}": route({
			summary: "One of my deliveries",
			scopes: ["deliveries:make"],
			response: deliveryStatus,
		}),
	},
});

export type DeliveryContract = typeof delivery;
export type Delivery = z.infer<typeof deliveryStatus>;
export type OpenOrder = z.infer<typeof openOrder>;
