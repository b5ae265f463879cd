import {
	type Contract,
	consumed,
	contract,
	materialized,
	produced,
	published,
	z,
} from "../../../contracts";

export const orderPlaced = { order: z.object({ orderId: z.string() }) };

/** A sound service that produces order-placed; a test overrides what it breaks. */
export function shop(overrides: Partial<Contract> = {}): Contract {
	return {
		...contract({
			name: "shop",
			kind: "bff",
			owner: "shops",
			rows: { order: published({ status: z.enum(["open", "paid"]) }) },
			produces: {
				"order-placed": produced({
					from: "order",
					on: ["created"],
					body: orderPlaced,
				}),
			},
		}),
		...overrides,
	};
}

/** A sound service that consumes order-placed into a view. */
export function kitchen(overrides: Partial<Contract> = {}): Contract {
	return {
		...contract({
			name: "kitchen",
			kind: "bff",
			owner: "kitchens",
			rows: { ticket: materialized({ orderId: z.string() }) },
			consumes: { "order-placed": consumed({ body: orderPlaced }) },
			rules: {
				"keep-tickets": { on: ["order-placed"], materializes: "ticket" },
			},
		}),
		...overrides,
	};
}

/** The kitchen, when its own words for order-placed are these. */
export const reading = (body: z.ZodType, trust?: string) =>
	kitchen({
		consumes: {
			"order-placed": consumed({
				body: { order: body },
				...(trust && { trust }),
			}),
		},
	});
/** The shop, when it sends these. */
export const sending = (body: z.ZodType) =>
	shop({
		produces: {
			"order-placed": produced({
				from: "order",
				on: ["created"],
				body: { order: body },
			}),
		},
	});
