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

/** A copy in which each value at the path, one for every item of its lists, is what `change` makes of it. */
export async function mapAt<T>(
	value: T,
	path: string,
	change: (field: unknown) => Promise<unknown>,
): Promise<T> {
	const [name = "", ...rest] = path.split(".");
	const list = name.endsWith("[]");
	const key = list ? name.slice(0, -2) : name;
	if (!isRecord(value) || value[key] === undefined) return value;
	const next = (field: unknown) =>
		rest.length > 0 ? mapAt(field, rest.join("."), change) : change(field);
	const field = value[key];
	const changed =
		list && Array.isArray(field)
			? await Promise.all(field.map(next))
			: await next(field);
	return { ...value, [key]: changed };
}

function member(value: unknown, name: string): unknown {
	return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
