import {
	consumed,
	contract,
	internal,
	job,
	materialized,
	produced,
	published,
	system,
	webhook,
	z,
} from "../../contracts";

/** Integer minor units: 1250 EUR are 12.50 euros. */
const money = z.object({
	amount: z.int().min(0).max(1_000_000_000),
	currency: z.enum(["EUR", "USD", "GBP"]),
});

const paid = z.object({ orderId: z.string().min(1), amount: money });
const orderId = paid.pick({ orderId: true });

const order = z.object({
	orderId: z.string().min(1),
	restaurantId: z.string().min(1),
	total: money,
});

/** What a restaurant gets for one day's orders of one currency. */
const settlement = z.object({
	restaurantId: z.string().min(1),
	/** `2026-11-25`, in UTC. */
	day: z.string().min(1),
	total: money,
	orders: z.int().min(1),
});

/** Gateway to the payment processor: it authorizes what customers order, and voids what comes to nothing. */
export const payment = contract({
	name: "payment",
	kind: "esg",
	owner: "payments",
	rows: {
		authorization: internal({ amount: money }),
		void: internal({}),
		authorized: published({ amount: money }),
		declined: published({}),
		voided: published({ amount: money }),
		sale: materialized({ restaurantId: z.string(), total: money }),
		settlement: published(settlement.shape),
	},
	produces: {
		"payment-authorized": produced({
			from: "authorized",
			on: ["created"],
			body: { payment: paid },
		}),
		"payment-declined": produced({
			from: "declined",
			on: ["created"],
			body: { payment: orderId },
		}),
		"payment-voided": produced({
			from: "voided",
			on: ["created"],
			body: { payment: paid },
		}),
		"settlement-issued": produced({
			from: "settlement",
			on: ["created"],
			body: { settlement },
			routing: ["settlement.restaurantId"],
		}),
	},
	consumes: {
		"order-submitted": consumed({
			body: { order: order.pick({ orderId: true, total: true }) },
		}),
		"payment-void-requested": consumed({ body: { payment: orderId } }),
		"order-ready": consumed({ body: { order } }),
	},
	rules: {
		authorize: {
			on: ["order-submitted"],
			calls: "processor",
			intends: "authorization",
		},
		void: {
			on: ["payment-void-requested"],
			calls: "processor",
			intends: "void",
		},
		"keep-sales": { on: ["order-ready"], materializes: "sale" },
	},
	systems: {
		processor: system({
			summary: "Takes customers' money, and answers by its webhook",
		}),
	},
	webhooks: {
		"POST /webhooks/processor": webhook({
			summary: "What the processor has decided",
			from: "processor",
			body: z.object({
				event: z.enum(["authorized", "declined", "voided"]),
				orderId: z.string().min(1),
				amount: money,
			}),
			writes: ["authorized", "declined", "voided"],
		}),
	},
	jobs: {
		settle: job({
			summary: "What each restaurant gets for the orders of the day before",
			schedule: { daily: "02:00" },
		}),
	},
});

export type PaymentContract = typeof payment;
export type Money = z.infer<typeof money>;
export type Settlement = z.infer<typeof settlement>;
