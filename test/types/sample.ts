import {
	consumed,
	contract,
	internal,
	materialized,
	produced,
	published,
	route,
	z,
} from "../../contracts";

/** A contract with one of everything, for the tests of types in this folder: they are run by `npm run types`. */
export const sample = contract({
	name: "sample",
	kind: "bff",
	owner: "tests",
	rows: {
		task: published({ title: z.string(), done: z.boolean() }),
		bill: published({ cents: z.int() }),
		person: materialized({ email: z.string() }),
		note: internal({ text: z.string() }),
	},
	produces: {
		"task-created": produced({
			from: "task",
			on: ["created"],
			body: { task: z.object({ title: z.string() }) },
		}),
		"bill-created": produced({
			from: "bill",
			on: ["created"],
			body: { bill: z.object({ cents: z.int() }) },
		}),
	},
	consumes: {
		"person-moved": consumed({
			body: { person: z.object({ email: z.string() }) },
		}),
		"person-left": consumed({ body: { leaver: z.object({ at: z.string() }) } }),
		"hour-passed": consumed({ body: { hour: z.int() } }),
	},
	rules: {
		"keep-people": {
			on: ["person-moved", "person-left"],
			materializes: "person",
		},
		"bill-hours": { on: ["hour-passed"], emits: ["bill-created"] },
	},
	api: {
		"GET /tasks/{taskId}/notes/{noteId}": route({
			summary: "A note",
			scopes: [],
			query: { language: z.string().optional() },
			response: z.object({ text: z.string() }),
		}),
		"POST /tasks": route({
			summary: "A new task",
			scopes: [],
			body: z.object({ title: z.string() }),
			response: z.object({ id: z.string() }),
			example: { body: { title: "Sweep" } },
		}),
		"DELETE /tasks/{taskId}": route({ summary: "No task", scopes: [] }),
	},
});

export type Sample = typeof sample;

/** Compiles only where both types are the same. */
export function same<A, B>(
	..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2
		? []
		: [never]
): void {}
