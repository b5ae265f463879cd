import type { output, ZodObject, ZodRawShape } from "zod";
import { object } from "zod";
import type { FieldPath } from "./field-path";

/** How a published row changed. Created, updated and the rest follow from the old and the new image. */
export type Change = "created" | "updated" | "deleted" | "undeleted";

/**
 * What a discriminator of the entities table is: `published` rows' changes become events, `materialized` rows are views
 * that one listener rule writes, `internal` rows are bookkeeping. A rule that collects has two rows more: `collected` are the
 * events that it waits for, an `emission` is what it decided, and is published. Nothing else ever leaves the service.
 */
export type RowKind =
	| "published"
	| "materialized"
	| "internal"
	| "collected"
	| "emission";

/** The kinds whose changes become events. */
export const isPublished = (kind: RowKind | undefined): boolean =>
	kind === "published" || kind === "emission";

/** Paths of fields in a row: `address.street`, `lines[].note`. */
type RowPath<Shape extends ZodRawShape> = FieldPath<output<ZodObject<Shape>>>;

interface RowOptions<Shape extends ZodRawShape> {
	/** Fields that are encrypted in the table; the service's own code reads and writes them as they are. */
	sensitive?: readonly RowPath<NoInfer<Shape>>[];
}

interface ViewOptions<Shape extends ZodRawShape> extends RowOptions<Shape> {
	/** Seconds after its event's time when a view expires; none: never. */
	expireAfter?: number;
}

function row<const Kind extends RowKind, const Shape extends ZodRawShape>(
	kind: Kind,
	fields: Shape,
	{ expireAfter, sensitive }: ViewOptions<Shape> = {},
) {
	const schema = object(fields);
	const paths: readonly string[] | undefined = sensitive;
	return { kind, fields, schema, expireAfter, sensitive: paths };
}

/** A row that commands write and whose changes are published. `fields` come beside the keys and stamps. */
export const published = <const Shape extends ZodRawShape>(
	fields: Shape,
	options?: RowOptions<Shape>,
) => row("published", fields, options);

/** A lean view of somebody else's data, written by one listener rule. */
export const materialized = <const Shape extends ZodRawShape>(
	fields: Shape,
	options?: ViewOptions<Shape>,
) => row("materialized", fields, options);

/** Bookkeeping that is never published. */
export const internal = <const Shape extends ZodRawShape>(
	fields: Shape,
	options?: RowOptions<Shape>,
) => row("internal", fields, options);

const day = 24 * 60 * 60;

/**
 * The events that one rule waits for, each under its correlation key. `expireAfter`: seconds after its time when an event no
 * longer counts; default 30 days.
 */
export const collected = ({
	expireAfter = 30 * day,
}: {
	expireAfter?: number;
} = {}) => row("collected", {}, { expireAfter });

/** What one rule that collects has decided of a key: the events that follow from it, published from this row. */
export const emission = () => row("emission", {});
