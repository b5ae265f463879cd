import type { ZodObject, ZodRawShape } from "zod";
import { object } from "zod";
import type { RoutingPath } from "./event";

interface ExternalEvent {
	body: ZodRawShape;
	schema: ZodObject;
	routing?: readonly string[];
}

/** A producer outside the program, such as a service of another repository: its name and its events are all that is known. */
export interface External {
	/** The `source` of its events on the bus. */
	name: string;
	produces: Readonly<Record<string, ExternalEvent>>;
}

/** Declares a producer outside the program: its events may be consumed, nothing is deployed for it. */
export function external<const Bodies extends Record<string, ZodRawShape>>({
	name,
	produces,
}: {
	name: string;
	/** The bodies, as that producer promises them, and what consumers may filter by. */
	produces: {
		readonly [Type in keyof Bodies]: {
			body: Bodies[Type];
			routing?: readonly RoutingPath<NoInfer<Bodies[Type]>>[];
		};
	};
}): External {
	const events = Object.entries<{
		body: ZodRawShape;
		routing?: readonly string[];
	}>(produces).map(
		([type, event]) =>
			[type, { ...event, schema: object(event.body) }] as const,
	);
	return { name, produces: Object.fromEntries(events) };
}
