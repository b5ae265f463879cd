import {
	consumed,
	contract,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../contracts";

/** About 1 KB as a row: fifteen fields, some of them nested. */
const thing = z.object({
	thingId: z.string().min(1),
	name: z.string().min(1),
	description: z.string(),
	sku: z.string(),
	status: z.enum(["active", "paused", "gone"]),
	price: z.object({ amount: z.int().min(0), currency: z.string() }),
	quantity: z.int().min(0),
	weight: z.number().min(0),
	fragile: z.boolean(),
	labels: z.array(z.string()),
	size: z.object({ width: z.int(), height: z.int(), depth: z.int() }),
	supplier: z.object({ supplierId: z.string(), name: z.string() }),
	createdBy: z.string(),
	updatedAt: z.iso.datetime(),
	notes: z.string(),
});

/** What all contenders do: publish things, keep views of others' things. */
export const things = contract({
	name: "things",
	kind: "bff",
	owner: "bench",
	rows: {
		thing: published(thing.omit({ thingId: true }).shape),
		view: materialized(thing.omit({ thingId: true }).shape),
	},
	produces: {
		"thing-updated": produced({
			from: "thing",
			on: ["updated"],
			body: { thing },
		}),
	},
	consumes: { "thing-updated": consumed({ body: { thing } }) },
	rules: {
		"thing-updated": { on: ["thing-updated"], materializes: "view" },
	},
	api: {
		"GET /things/{thingId}": route({
			summary: "A thing",
			scopes: [],
			response: z.object({ thingId: z.string() }),
		}),
	},
});

export type Thing = z.infer<typeof thing>;
