import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "bulkhead/contracts";

/** Of what it hears, only what it reads. */
const order = z.object({
	orderId: z.string().min(1),
	total: z.object({ amount: z.int().min(0) }),
});

const earned = z.object({
	orderId: z.string().min(1),
	points: z.int().min(0),
});

/** Customers collect points for orders that are paid and accepted: one for each whole euro, dollar or pound. */
export const loyalty = contract({
	name: "loyalty",
	kind: "bff",
	owner: "loyalty",
	rows: {
		order: materialized({ amount: z.int().min(0) }),
		points: published({ customerId: z.string(), points: z.int().min(0) }),
	},
	produces: {
		"points-earned": produced({
			from: "points",
			on: ["created"],
			body: { earned: earned.extend({ customerId: z.string() }) },
		}),
	},
	consumes: { "order-ready": consumed({ body: { order } }) },
	rules: {
		"keep-orders": { on: ["order-ready"], materializes: "order" },
	},
	api: {
		"PUT /orders/{orderId}/points": route({
			summary: "Collect the points for an order; again changes nothing",
			scopes: ["points:collect"],
			response: earned,
		}),
		"GET /points": route({
			summary: "What I have collected, page by page",
			scopes: ["points:collect"],
			query: { cursor: z.string().optional() },
			response: z.object({
				items: z.array(earned),
				cursor: z.string().optional(),
			}),
		}),
	},
});

export type LoyaltyContract = typeof loyalty;
export type Earned = z.infer<typeof earned>;
