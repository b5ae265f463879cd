// Which records of a stream a mapping wants: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
import { UserError } from "../user-error";
import { compileOperator, type Test } from "./operators";

export type Filter = (event: unknown) => boolean;

/** Compiles JSON filter patterns; a record passes if any pattern matches, or if there are none. Throws on a pattern that Lambda would refuse. */
export function compileFilters(patterns: string[]): Filter {
	const filters = patterns.map((pattern) => compileObject(parse(pattern), ""));
	return (event) =>
		filters.length === 0 || filters.some((filter) => filter(event));
}

/** One record against patterns that are used once; whoever has many records compiles first. */
export function matches(patterns: string[], record: unknown): boolean {
	return compileFilters(patterns)(record);
}

function parse(pattern: string): unknown {
	try {
		return JSON.parse(pattern);
	} catch {
		throw new UserError(`The filter pattern is not JSON: ${pattern}`);
	}
}

function compileObject(pattern: unknown, path: string): Filter {
	if (!isObject(pattern) || Object.keys(pattern).length === 0) {
		throw new UserError(
			`Filter ${path || "pattern"}: expected a non-empty object`,
		);
	}
	const fields = Object.entries(pattern).map(([key, value]) =>
		key === "$or"
			? compileOr(value, path)
			: compileField(key, value, path ? `${path}.${key}` : key),
	);
	// A list in the event matches if one of its elements does, with all the fields of the pattern.
	const holds: Filter = (event) =>
		Array.isArray(event) && event.length > 0
			? event.some(holds)
			: fields.every((field) => field(event));
	return holds;
}

function compileOr(branches: unknown, path: string): Filter {
	if (!Array.isArray(branches) || branches.length === 0) {
		throw new UserError(
			`Filter ${path || "pattern"}: $or expects a list of patterns`,
		);
	}
	const filters = branches.map((branch) => compileObject(branch, path));
	return (event) => filters.some((filter) => filter(event));
}

function compileField(key: string, pattern: unknown, path: string): Filter {
	if (!Array.isArray(pattern)) {
		const nested = compileObject(pattern, path);
		return (event) => nested(valueAt(event, key));
	}
	if (pattern.length === 0) {
		throw new UserError(`Filter ${path}: an empty list matches nothing`);
	}
	const tests: Test[] = pattern.map((rule) => compileOperator(rule, path));
	return (event) => {
		const values = leaves(valueAt(event, key));
		return tests.some((test) => test(values));
	};
}

function valueAt(event: unknown, key: string): unknown {
	return isObject(event) && Object.hasOwn(event, key) ? event[key] : undefined;
}

// Operators see leaves only: an object counts as absent, as `exists` of AWS has it.
function leaves(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(leaves);
	return value === undefined || isObject(value) ? [] : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
