import type { Form, Value, Values } from "../form/form";
import type { Path } from "../path";
import { incompatible, type Mismatch, undecided } from "./finding";

/** Values that are known by name need no theory: each is tried. */
export function compareSentValues(
	sent: Values,
	read: Form,
	path: Path,
): Mismatch[] {
	const refused = sent.values.filter((value) => !accepts(read, value));
	if (refused.length === 0) return [];
	return incompatible(
		path,
		`The producer may send ${list(refused)}, which the consumer does not accept.`,
	);
}

function accepts(read: Form, value: Value): boolean {
	switch (read.kind) {
		case "values":
			return read.values.includes(value);
		case "string":
		case "number":
			return read.accepts(value);
		default:
			return false;
	}
}

/** The producer does not name its values, so it is refused, unless few integers might all be named. */
export function compareReadValues(
	sent: Form,
	read: Values,
	path: Path,
): Mismatch[] {
	const reason = `The consumer accepts only ${list(read.values)}: the producer must send an enum or a literal of these.`;
	const countable =
		sent.kind === "number" &&
		sent.integer &&
		Number.isFinite(sent.lower.value) &&
		Number.isFinite(sent.upper.value);
	return countable ? undecided(path, reason) : incompatible(path, reason);
}

function list(values: readonly Value[]): string {
	return values.map((value) => JSON.stringify(value)).join(", ");
}
