import * as z from "zod";
import { BadRequest } from "../errors";

/** A list: the rows of one partition of the table or of an index whose range key starts with a prefix. */
export interface List {
	index?: string;
	hash: { name: string; value: string };
	range: { name: string; prefix: string };
	descending?: boolean;
}

/** A page of a list, and where the next one starts; no cursor after the last. */
export interface Page<T> {
	items: T[];
	cursor?: string;
}

export interface PageRequest {
	/** How many items at most: 1 to 100, default 25. */
	limit?: number | undefined;
	/** Opaque; from the page before. */
	cursor?: string | undefined;
}

export const defaultPageSize = 25;
export const maxPageSize = 100;

/** No key of DynamoDB is longer. */
const keySchema = z.record(
	z.string(),
	z.string().check(z.minLength(1), z.maxLength(1024)),
);

/** The place after a row: the given fields of its key. */
export function encodeCursor(row: object, fields: readonly string[]): string {
	const key = Object.entries(row).filter(([name]) => fields.includes(name));
	return Buffer.from(JSON.stringify(Object.fromEntries(key))).toString(
		"base64url",
	);
}

/** The key in a cursor, which must be of the list that is asked for: a cursor opens no other partition. */
export function decodeCursor(
	cursor: string,
	fields: readonly string[],
	{ hash, range }: List,
): Record<string, string> {
	const { success, data: key } = keySchema.safeParse(parse(cursor));
	const ofThisList =
		success &&
		Object.keys(key).sort().join() === [...fields].sort().join() &&
		key[hash.name] === hash.value &&
		key[range.name]?.startsWith(range.prefix);
	if (!ofThisList)
		throw new BadRequest(
			"The cursor is not one of this list: leave it out to start again.",
		);
	return key;
}

function parse(cursor: string): unknown {
	try {
		return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
	} catch {
		return undefined;
	}
}
