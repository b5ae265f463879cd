const hidden = "[sensitive]";

/** Runs what may read sensitive values; an error that it throws does not say what they are. */
export function discreetly<T>(values: readonly unknown[], run: () => T): T {
	try {
		return run();
	} catch (error) {
		if (!(error instanceof Error) || values.length === 0) throw error;
		const texts = [...new Set(values.flatMap(textsIn))].filter(Boolean);
		// The longest first: one may be part of another.
		const said = texts.sort((a, b) => b.length - a.length).map(pattern);
		const without = (text: string) =>
			said.reduce((rest, one) => rest.replaceAll(one, hidden), text);
		// Not by a copy: a stack is read-only in some errors, the class of others decides what becomes of them.
		Object.defineProperties(error, {
			message: { value: without(error.message) },
			stack: { value: without(error.stack ?? "") },
		});
		throw error;
	}
}

/** All that a value says: its texts, numbers and names. */
function textsIn(value: unknown): string[] {
	if (typeof value === "string") return [value];
	if (typeof value === "number") return [String(value)];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [
		...(Array.isArray(value) ? [] : [name]),
		...textsIn(inner),
	]);
}

/** A short text is meant only where it is a word of its own. */
function pattern(text: string): RegExp {
	const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
	return text.length > 3
		? new RegExp(literal, "gu")
		: new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu");
}
