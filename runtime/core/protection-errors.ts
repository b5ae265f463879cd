import type { Contract } from "../../contracts/contract";
import { Unprotected } from "./protection-cipher";
import { InvalidData } from "./validation";

const hidden = "[sensitive]";
const withheld =
	"the message is withheld: the code that threw it had read sensitive fields";

/**
 * Runs what may read sensitive values; an error that it throws does not say what they are. A message may quote a part of a
 * value, or write it otherwise: only those of the schemas are known to do neither, and only they are kept.
 */
export function discreetly<T>(values: readonly unknown[], run: () => T): T {
	try {
		return run();
	} catch (error) {
		if (values.length === 0) throw error;
		throw silenced(error, values);
	}
}

/** Requests and rows of such a service may have sensitive values, and an error may quote them. */
export function readsSensitive({ rows }: Pick<Contract, "rows">): boolean {
	return Object.values(rows).some(({ sensitive = [] }) => sensitive.length > 0);
}

/** The error without what it says of the values; where they are not known, without anything but its class and place. */
export function silenced(
	thrown: unknown,
	values: readonly unknown[] = [],
): Error {
	const texts = [...new Set(values.flatMap(textsIn))].filter(Boolean);
	const error = thrown instanceof Error ? thrown : new Error(withheld);
	const message = isDiscreet(error) ? without(texts, error.message) : withheld;
	const name = texts.some((text) => text.includes(error.name))
		? "Error"
		: error.name;
	const frames = without(texts, framesOf(error));
	// Not by a copy: a stack is read-only in some errors, the class of others decides what becomes of them.
	return Object.defineProperties(error, {
		name: { value: name },
		message: { value: message },
		stack: { value: `${name}: ${message}\n${frames}` },
		cause: { value: undefined },
		errors: { value: undefined },
	});
}

/** Errors of the schemas, of field protection and of AWS: they name fields and say nothing of what is in them. */
function isDiscreet(error: Error): boolean {
	return (
		error instanceof InvalidData ||
		error instanceof Unprotected ||
		"$metadata" in error
	);
}

/** Where it was thrown, without the message that stands before. */
function framesOf({ stack = "", message }: Error): string {
	const start = message ? stack.indexOf(message) + message.length : 0;
	const lines = stack.slice(start).split("\n");
	return lines.filter((line) => /^ {4}at .*[\d>)]$/.test(line)).join("\n");
}

function without(texts: readonly string[], text: string): string {
	// The longest first: one may be part of another.
	const said = texts.toSorted((a, b) => b.length - a.length).map(pattern);
	return said.reduce((rest, one) => rest.replaceAll(one, hidden), text);
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
	const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
	return text.length > 3
		? new RegExp(literal, "gu")
		: new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu");
}
