import { external, z } from "bulkhead/contracts";
import { loyalty } from "./loyalty/contract";

/** The services of this repository. */
export const services = [loyalty];

/** What the running system says, as its own contracts promise it: of those events that a service here consumes. */
export const externals = [
	external({
		name: "fulfillment",
		produces: {
			"order-ready": {
				body: {
					order: z.object({
						orderId: z.string().min(1),
						restaurantId: z.string().min(1),
						total: z.object({
							amount: z.int().min(0).max(1_000_000_000),
							currency: z.enum(["EUR", "USD", "GBP"]),
						}),
					}),
				},
			},
		},
	}),
];
