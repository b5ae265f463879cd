import type { PropertyChange } from "../report";
import { canonical, isObject, isSecret, shown } from "./values";

/** What the elements of a list are called by, where they have such a name. */
const names = ["name", "regionName", "region", "id", "attributeName"];

/** The leaves that differ, by their path. */
export function propertyChanges(
	before: unknown,
	after: unknown,
	path = "",
): PropertyChange[] {
	if (canonical(before) === canonical(after)) return [];
	const parts = partsOf(before, after);
	if (!parts) return [changeOf(before, after, path)];
	const [old, now] = parts;
	const keys = new Set([
		...Object.keys(old.values),
		...Object.keys(now.values),
	]);
	return [...keys]
		.sort()
		.flatMap((key) =>
			propertyChanges(old.values[key], now.values[key], now.join(path, key)),
		);
}

function changeOf(
	before: unknown,
	after: unknown,
	path: string,
): PropertyChange {
	return {
		path,
		...(before !== undefined && { before: shown(before) }),
		...(after !== undefined && { after: shown(after) }),
	};
}

interface Parts {
	values: Record<string, unknown>;
	join: (path: string, key: string) => string;
}

/** Both taken apart alike, or neither. */
function partsOf(before: unknown, after: unknown): [Parts, Parts] | undefined {
	if (isSecret(before) || isSecret(after)) return undefined;
	for (const take of [fieldsOf, elementsOf, jsonOf]) {
		const [old, now] = [take(before), take(after)];
		if (old && now) return [old, now];
	}
	return undefined;
}

function fieldsOf(value: unknown): Parts | undefined {
	if (!isObject(value)) return undefined;
	const join = (path: string, key: string) => {
		const step = /^[\w$-]+$/.test(key) ? key : JSON.stringify(key);
		return path ? `${path}.${step}` : step;
	};
	return { values: value, join };
}

/** Of a list of objects that have names; any other list is one value. */
function elementsOf(value: unknown): Parts | undefined {
	if (!Array.isArray(value) || !value.every(isObject)) return undefined;
	const by = names.find((name) => value.every((each) => name in each));
	if (value.length > 0 && !by) return undefined;
	const entries = value.map((each) => [String(each[by ?? ""]), each] as const);
	const values = Object.fromEntries(entries);
	if (Object.keys(values).length < value.length) return undefined;
	return { values, join: (path, key) => `${path}[${key}]` };
}

/** Of JSON in a text, such as a policy. */
function jsonOf(value: unknown): Parts | undefined {
	if (typeof value !== "string" || !/^[{[]/.test(value)) return undefined;
	try {
		const parsed: unknown = JSON.parse(value);
		return fieldsOf(parsed) ?? elementsOf(parsed);
	} catch {
		return undefined;
	}
}
