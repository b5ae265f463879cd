import type { RowRecord } from "../record/recording";
import { fieldsOf } from "./fields";
import { fieldParts, type Part, termParts } from "./parts";

/** Of a row that is in the table already: what its reader may now refuse, or what goes earlier, is a danger. */
export function rowParts(old: RowRecord, now: RowRecord): Part[] {
	const fields = [fieldsOf(old.schema), fieldsOf(now.schema)] as const;
	return [
		...fieldParts(old.schema, now.schema, "").map((part) =>
			marked(part, isRequiredNewly(part, ...fields)),
		),
		...expiry(old, now),
		...termParts(old.terms, now.terms).map((part) =>
			marked(part, part.field === "kind"),
		),
	];
}

function marked(part: Part, danger: boolean): Part {
	return danger ? { ...part, danger } : part;
}

/** What each may be, by path. */
type Fields = Readonly<Record<string, string>>;

function isRequiredNewly(
	{ field = "", change }: Part,
	was: Fields,
	is: Fields,
): boolean {
	if (change === "removed") return false;
	if (isOptional(is[field])) return false;
	if (was[field] !== undefined && !isOptional(was[field])) return false;
	// Inside what may be missing, it may be missing where that is new.
	return !Object.keys(is).some(
		(path) =>
			was[path] === undefined &&
			isOptional(is[path]) &&
			[".", "[", "{"].some((step) => field.startsWith(path + step)),
	);
}

function isOptional(text: string | undefined): boolean {
	return text?.endsWith(", optional") ?? false;
}

/** Seconds; none is forever. */
function expiry(old: RowRecord, now: RowRecord): Part[] {
	const [was, is] = [old, now].map(
		({ expireAfter = Number.POSITIVE_INFINITY }) => expireAfter,
	);
	if (was === is || was === undefined || is === undefined) return [];
	const [part] = termParts(
		{ expireAfter: old.expireAfter },
		{ expireAfter: now.expireAfter },
	);
	return part ? [marked(part, is < was)] : [];
}
