import { toJSONSchema } from "zod";
import type { ZodType } from "./z";

export type JsonSchema = { [keyword: string]: unknown };

/**
 * JSON Schema 2020-12 of a contract's schema, with its keywords, fields and `required` in
 * alphabetical order, so that moving a field is not a new version in a registry.
 *
 * A producer's schema describes what is sent and a consumer's what is read; both are open, because
 * fields that one side adds must not break the other. `format` is an annotation, as the standard has
 * it; the pattern beside it decides. (`uri` has none: zod takes all that browsers call a URL.)
 */
export function toJsonSchema(
	schema: ZodType,
	role: "producer" | "consumer",
): JsonSchema {
	const json = toJSONSchema(schema, {
		target: "draft-2020-12",
		io: role === "producer" ? "output" : "input",
		cycles: "throw",
		override: ({ jsonSchema }) => {
			if (jsonSchema.additionalProperties === false)
				jsonSchema.additionalProperties = true;
			// zod's readonly freezes a value, JSON Schema's forbids to send it
			delete jsonSchema.readOnly;
		},
	});
	return sortKeys(json);
}

function sortKeys(json: object): JsonSchema {
	const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(
		entries.map(([key, value]) => [
			key,
			key === "required" && Array.isArray(value)
				? value.toSorted()
				: sortValue(value),
		]),
	);
}

function sortValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sortValue);
	return typeof value === "object" && value !== null ? sortKeys(value) : value;
}
