import { hash } from "node:crypto";
import stringify from "safe-stable-stringify";

const canonical = stringify.configure({ deterministic: true });

/** An id from stable names: whoever does a thing again, anywhere, gets the same one. 32 hex digits. */
export function hashId(...names: readonly string[]): string {
	return sha256(JSON.stringify(names)).slice(0, 32);
}

/** The same for a value with whatever order of keys. */
export function hashValue(value: unknown): string {
	return sha256(canonical(value, setsAsLists) ?? "").slice(0, 32);
}

/** A set of DynamoDB has no order, and JSON no sets. */
function setsAsLists(_: string, value: unknown): unknown {
	return value instanceof Set ? [...value].sort() : value;
}

function sha256(text: string): string {
	return hash("sha256", text);
}
