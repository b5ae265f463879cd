/** Where in a schema: names of fields, and `[]`, `{}` or `(kind: "card")` for items, values of a record and variants. */
export type Path = readonly string[];

export const ITEM = "[]";
export const ENTRY = "{}";

/** The segment of a union's variant, by its values of the discriminator; `?` if they cannot be read. */
export function variantSegment(
	discriminator: string,
	values: readonly unknown[],
): string {
	const sent = values.map((value) => JSON.stringify(value));
	return `(${discriminator}: ${sent.join(" | ") || "?"})`;
}

/** `["order", "lines", "[]", "price"]` reads `order.lines[].price`. */
export function render(path: Path): string {
	return path.reduce((text, segment) => {
		const attached = text === "" || /^[[{(]/.test(segment);
		return attached ? text + segment : `${text}.${segment}`;
	}, "");
}
