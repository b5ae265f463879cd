import type { output, ZodObject, ZodRawShape } from "zod";
import { object } from "zod";
import type { FieldPath, ScalarPath } from "./field-path";
import type { Change } from "./rows";

/** What a service promises to send, or asks to receive: the fields beside the envelope's own, such as `{ order: … }`. */
type Body = ZodRawShape;

/** Paths of single values in a body: `order.restaurantId`. */
export type RoutingPath<Shape extends Body> = ScalarPath<
	output<ZodObject<Shape>>
>;

/** Paths of fields in a body: `order.address.street`, `order.lines[].note`. */
type BodyPath<Shape extends Body> = FieldPath<output<ZodObject<Shape>>>;

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
	/**
	 * What consumers may filter by: required single values that are never sensitive. They stay in the event where its body
	 * is too large for the bus and goes through the claim check.
	 */
	routing?: readonly RoutingPath<NoInfer<Shape>>[];
	/** Fields that leave the service encrypted; a consumer reads those that its own contract `decrypts`. */
	sensitive?: readonly BodyPath<NoInfer<Shape>>[];
}

interface Consumed<Shape extends Body> {
	/** Only what this consumer reads, in its own words: unknown fields are ignored. */
	body: Shape;
	/** Why a schema that cannot be proven to accept the producer's is right all the same. */
	trust?: string;
	/** The fields of it that the producer marks as sensitive, each by name: without it they cannot be in the body. */
	decrypts?: readonly BodyPath<NoInfer<Shape>>[];
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
