import type { output, ZodType } from "zod";

/** Data that its schema refuses, with each place and reason. */
export class InvalidData extends Error {
	override name = "InvalidData";

	constructor(
		what: string,
		readonly errors: readonly { path: string; message: string }[],
	) {
		const places = errors.map(({ path, message }) => `${path}: ${message}`);
		super(`${what}: ${places.join("; ")}`);
	}
}

/** The data as its schema knows it: fields that the schema does not name are dropped. */
export function parse<S extends ZodType>(
	schema: S,
	data: unknown,
	what: string,
): output<S> {
	const result = schema.safeParse(data);
	if (result.success) return result.data;
	throw new InvalidData(
		what,
		result.error.issues.map(({ path, message }) => ({
			path: path.map(String).join("."),
			message,
		})),
	);
}
