import { unknown } from "../record/recording";

/** What a recording has in a secret's place: `{ "[secret]": <keyed hash> }`. */
const secretKey = "[secret]";

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): boolean {
	return isObject(value) && secretKey in value;
}

/** Whether it, or anything in it, is known after a deployment only. */
export function holdsUnknown(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(holdsUnknown);
	if (isObject(value)) return Object.values(value).some(holdsUnknown);
	return typeof value === "string" && value.includes(unknown);
}

/** Whatever the order of keys; undefined is as good as missing. */
export function canonical(value: unknown): string {
	return (
		JSON.stringify(value, (_key, each: unknown) =>
			isObject(each)
				? Object.fromEntries(
						Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)),
					)
				: each,
		) ?? ""
	);
}

/** For people: texts bare, secrets concealed, the rest as JSON. */
export function shown(value: unknown): string {
	const open = concealed(value);
	return typeof open === "string" ? open : canonical(open);
}

function concealed(value: unknown): unknown {
	if (isSecret(value)) return secretKey;
	if (Array.isArray(value)) return value.map(concealed);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, concealed(each)]),
	);
}
