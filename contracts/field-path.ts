/** Where in an event's body a field is: `order.total.amount`, `order.lines[].note`. */
export type FieldPath<T> = {
	[Name in keyof T & string]: NonNullable<
		T[Name]
	> extends readonly (infer Item)[]
		?
				| `${Name}[]`
				| (Item extends object ? `${Name}[].${FieldPath<Item>}` : never)
		: NonNullable<T[Name]> extends object
			? Name | `${Name}.${FieldPath<NonNullable<T[Name]>>}`
			: Name;
}[keyof T & string];

type Scalar = string | number | boolean;

/** The paths of single values: none goes through a list, none ends at an object. */
export type ScalarPath<T> = {
	[Name in keyof T & string]: NonNullable<T[Name]> extends Scalar
		? Name
		: NonNullable<T[Name]> extends readonly unknown[]
			? never
			: NonNullable<T[Name]> extends object
				? `${Name}.${ScalarPath<NonNullable<T[Name]>>}`
				: never;
}[keyof T & string];

/** What is at a path that goes through no list. */
export type FieldAt<
	T,
	Path extends string,
> = Path extends `${infer Name}.${infer Rest}`
	? Name extends keyof T
		? FieldAt<NonNullable<T[Name]>, Rest>
		: never
	: Path extends keyof T
		? NonNullable<T[Path]>
		: never;

/** A copy of only what is at these paths, none of which goes through a list; what is not there stays away. */
export function pick(value: object, paths: readonly string[]): object {
	const result: Record<string, unknown> = {};
	for (const path of paths) {
		const names = path.split(".");
		const found = names.reduce<unknown>(member, value);
		if (found === undefined) continue;
		const last = names.pop() ?? "";
		let target = result;
		for (const name of names) {
			const next = target[name];
			const known = isRecord(next) ? next : {};
			target[name] = known;
			target = known;
		}
		target[last] = found;
	}
	return result;
}

/**
 * A copy in which each value at the path, one for every item of its lists, is what `change` makes of it. What is not there
 * stays away; anything but an object or a list on the way is an error: nothing may pass because it has another shape.
 */
export async function mapAt<T>(
	value: T,
	path: string,
	change: (field: unknown) => Promise<unknown>,
): Promise<T> {
	const [name = "", ...rest] = path.split(".");
	const list = name.endsWith("[]");
	const key = list ? name.slice(0, -2) : name;
	if (value === undefined || value === null) return value;
	if (!isRecord(value)) throw new TypeError(`there is no object with ${key}`);
	const field = member(value, key);
	if (field === undefined) return value;
	const next = (field: unknown) =>
		rest.length > 0 ? mapAt(field, rest.join("."), change) : change(field);
	if (!list) return { ...value, [key]: await next(field) };
	if (field === null) return value;
	if (!Array.isArray(field)) throw new TypeError(`${key} is no list`);
	return { ...value, [key]: await Promise.all(field.map(next)) };
}

/** An object's own field; undefined of anything else. */
export function member(value: unknown, name: string): unknown {
	return isRecord(value) && Object.hasOwn(value, name)
		? value[name]
		: undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
