import type { ZodObject, ZodRawShape } from "zod";
import { object } from "zod";

/** A producer outside the program, such as a service of another repository: its name and its events are all that is known. */
export interface External {
	/** The `source` of its events on the bus. */
	name: string;
	produces: Readonly<Record<string, { body: ZodRawShape; schema: ZodObject }>>;
}

/** Declares a producer outside the program: its events may be consumed, nothing is deployed for it. */
export function external({
	name,
	produces,
}: {
	name: string;
	/** The bodies, as that producer promises them. */
	produces: Readonly<Record<string, { body: ZodRawShape }>>;
}): External {
	const events = Object.entries(produces).map(
		([type, { body }]) => [type, { body, schema: object(body) }] as const,
	);
	return { name, produces: Object.fromEntries(events) };
}
