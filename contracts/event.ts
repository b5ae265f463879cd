import type { ZodRawShape } from "zod";
import { object } from "zod";
import type { Change } from "./rows";

/** What a service promises to send, or asks to receive: the fields beside the envelope's own, such as `{ order: … }`. */
type Body = ZodRawShape;

interface Produced<Row extends string, Shape extends Body> {
	/** The published row whose changes become this event. */
	from: Row;
	/** The changes that do: a soft delete is "deleted", its withdrawal "undeleted". */
	on: readonly Change[];
	/**
	 * Only when the change brings the row into this state, e.g. `{ status: "completed" }`:
	 * the new row has these values and the old one did not have all of them.
	 */
	when?: Readonly<Record<string, string | number | boolean>>;
	/** One key per entity, camelCase, e.g. `{ menuItem: z.object({ … }) }`. */
	body: Shape;
}

interface Consumed<Shape extends Body> {
	/** Only what this consumer reads, in its own words: unknown fields are ignored. */
	body: Shape;
	/** Why a schema that cannot be proven to accept the producer's is right all the same. */
	trust?: string;
}

/** A produced event: its body and the change of a published row that it is made of. */
export function produced<const Row extends string, const Shape extends Body>(
	spec: Produced<Row, Shape>,
) {
	return { ...spec, schema: object(spec.body) };
}

/** A consumed event: the fields that this service needs of it. */
export function consumed<const Shape extends Body>(spec: Consumed<Shape>) {
	return { ...spec, schema: object(spec.body) };
}
