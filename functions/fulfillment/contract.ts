import {
	collected,
	consumed,
	contract,
	emission,
	produced,
	z,
} from "../../contracts";

/** Integer minor units: 1250 EUR are 12.50 euros. */
const money = z.object({
	amount: z.int().min(0).max(1_000_000_000),
	currency: z.enum(["EUR", "USD", "GBP"]),
});

const order = z.object({
	orderId: z.string().min(1),
	restaurantId: z.string().min(1),
	total: money,
});

const orderId = order.pick({ orderId: true });

/** Decides what becomes of an order, once it is known who wants it, who cooks it and who pays for it. */
export const fulfillment = contract({
	name: "fulfillment",
	kind: "control",
	owner: "fulfillment",
	rows: {
		"order-news": collected(),
		fate: emission(),
	},
	produces: {
		"order-ready": produced({
			from: "fate",
			on: ["created"],
			body: { order },
			routing: ["order.restaurantId"],
		}),
		"order-expired": produced({
			from: "fate",
			on: ["created"],
			body: { order: orderId },
		}),
		"payment-void-requested": produced({
			from: "fate",
			on: ["created"],
			body: { payment: orderId },
		}),
	},
	consumes: {
		"order-submitted": consumed({ body: { order } }),
		"order-accepted": consumed({ body: { order: orderId } }),
		"order-cancelled": consumed({ body: { order: orderId } }),
		"payment-authorized": consumed({ body: { payment: orderId } }),
		"payment-declined": consumed({ body: { payment: orderId } }),
	},
	rules: {
		"decide-fate": {
			on: [
				"order-submitted",
				"order-accepted",
				"order-cancelled",
				"payment-authorized",
				"payment-declined",
			],
			collects: "order-news",
			emits: ["order-ready", "order-expired", "payment-void-requested"],
			// Whoever is hungry waits so long for a restaurant, and no longer.
			deadline: { after: "order-submitted", seconds: 15 * 60 },
		},
	},
});

export type Order = z.infer<typeof order>;
