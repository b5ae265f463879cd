import * as z from "zod";
import { UserError } from "./user-error";

/** The outputs of index.ts. */
export const outputsSchema = z.object({
	/** Base URLs by service and region. */
	apis: z.record(z.string(), z.record(z.string(), z.string())),
	/** Names by service. */
	tables: z.record(z.string(), z.string()),
	/** Names by region. */
	buses: z.record(z.string(), z.string()),
	faults: z.record(z.string(), z.string()),
	claims: z.record(z.string(), z.string()),
	/** Names by service and system: of the key that the service shows, and of what signs the system's webhooks. */
	secrets: z
		.record(
			z.string(),
			z.record(
				z.string(),
				z.object({
					key: z.string().optional(),
					webhook: z.string().optional(),
				}),
			),
		)
		.optional(),
});

export type Outputs = z.infer<typeof outputsSchema>;

export function readOutputs(outputs: unknown): Outputs {
	const { data, error } = outputsSchema.safeParse(outputs);
	if (data) return data;
	const names = new Set(error.issues.map(({ path }) => String(path[0])));
	throw new UserError(
		`index.ts must export ${[...names].join(", ")}: names and URLs by service and region, which the commands on this machine read.`,
	);
}
