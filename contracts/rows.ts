import type { ZodRawShape } from "zod";
import { object } from "zod";

/** How a published row changed. Created, updated and the rest follow from the old and the new image. */
export type Change = "created" | "updated" | "deleted" | "undeleted";

/**
 * What a discriminator of the entities table is: `published` rows' changes become events, `materialized` rows are views
 * that one listener rule writes, `internal` rows are bookkeeping. Nothing but published rows ever leaves the service.
 */
export type RowKind = "published" | "materialized" | "internal";

interface RowOptions {
	/** Seconds after its event's time when a view expires; none: never. */
	expireAfter?: number;
}

function row<const Kind extends RowKind, const Shape extends ZodRawShape>(
	kind: Kind,
	fields: Shape,
	{ expireAfter }: RowOptions = {},
) {
	return { kind, fields, schema: object(fields), expireAfter };
}

/** A row that commands write and whose changes are published. `fields` come beside the keys and stamps. */
export const published = <const Shape extends ZodRawShape>(fields: Shape) =>
	row("published", fields);

/** A lean view of somebody else's data, written by one listener rule. */
export const materialized = <const Shape extends ZodRawShape>(
	fields: Shape,
	options?: RowOptions,
) => row("materialized", fields, options);

/** Bookkeeping that is never published. */
export const internal = <const Shape extends ZodRawShape>(fields: Shape) =>
	row("internal", fields);
