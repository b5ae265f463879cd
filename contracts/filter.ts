import { type FieldAt, member, type ScalarPath } from "./field-path";

/**
 * What a field is compared with, in EventBridge's own words; of several in a list one must hold. `exists` tells apart
 * events of before and after a field was added: the archive has both.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type Test =
	| string
	| number
	| boolean
	| { prefix: string }
	| { "anything-but": readonly string[] | readonly number[] }
	| { exists: boolean };

/** By the path of a field in the body; all of them must hold. */
export type Filter = Readonly<Record<string, readonly Test[]>>;

/** The tests that make sense of a value of this type. */
type TestOf<Value> =
	| Value
	| { exists: boolean }
	| (Value extends string ? { prefix: string } : never)
	| (Value extends string ? { "anything-but": readonly Value[] } : never)
	| (Value extends number ? { "anything-but": readonly Value[] } : never);

/** A filter on events whose body a consumer reads so. */
export type FilterOf<Body> = {
	readonly [Path in ScalarPath<Body>]?: readonly TestOf<FieldAt<Body, Path>>[];
};

/** A pattern as EventBridge nests it. */
export interface Pattern {
	[field: string]: Pattern | Test[];
}

/** The part of a rule that says which events it hears. */
interface Hearing {
	on: readonly string[];
	where?: Filter | undefined;
}

/** Whether a rule hears an event; the pattern of the bus says the same. */
export function hears({ on, where }: Hearing, event: { type: string }) {
	return on.includes(event.type) && (!where || holds(patternOf(where), event));
}

/** A filter as the pattern of an event's detail. */
export function patternOf(where: Filter): Pattern {
	const pattern = branch();
	for (const [path, tests] of Object.entries(where)) {
		const names = path.split(".");
		const last = names.pop() ?? "";
		let target = pattern;
		for (const name of names) {
			const next = target[name];
			const inner = next && !Array.isArray(next) ? next : branch();
			target[name] = inner;
			target = inner;
		}
		target[last] = [...tests];
	}
	return pattern;
}

/** Without a prototype: a field may be called as one of its members. */
const branch = (): Pattern => Object.create(null);

/** As the bus matches: a list in the event holds if one of its items does. */
function holds(pattern: Pattern, value: unknown): boolean {
	if (Array.isArray(value) && value.length > 0)
		return value.some((item) => holds(pattern, item));
	return Object.entries(pattern).every(([name, inner]) => {
		const field = member(value, name);
		if (!Array.isArray(inner)) return holds(inner, field);
		const values = leaves(field);
		return inner.some((test) => passes(test, values));
	});
}

function passes(test: Test, values: readonly unknown[]): boolean {
	if (typeof test !== "object") return values.includes(test);
	if ("exists" in test) return values.length > 0 === test.exists;
	if ("prefix" in test)
		return values.some(
			(value) => typeof value === "string" && value.startsWith(test.prefix),
		);
	const excluded = new Set<unknown>(test["anything-but"]);
	return values.some((value) => !excluded.has(value));
}

/** Single values; an object is none, so to the bus it does not exist. */
function leaves(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(leaves);
	return value === undefined || (typeof value === "object" && value !== null)
		? []
		: [value];
}
