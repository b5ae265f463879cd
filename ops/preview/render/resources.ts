import type { CodeChange, PropertyChange, ResourceChange } from "../report";
import { code, type Line, line, listed, type Span, words } from "./page";
import type { Placed } from "./regions";
import { shortened } from "./shorten";

/** `aws:lambda/function:Function` is `Function`: a word, whatever the program says. */
export function shortType(type: string): string {
	return (type.split(":").at(-1) ?? type).replaceAll(/\W/g, "");
}

/** What becomes of stateless resources; those that come or go alike are one line. */
export function resourceLines(changes: readonly ResourceChange[]): Placed[] {
	const whole = changes.filter(({ change }) => isWhole(change));
	const kinds = new Map<string, ResourceChange[]>();
	for (const each of whole) {
		const { service, region, change, type, note } = each;
		const key = [service, region, change, type, note].join("\0");
		kinds.set(key, [...(kinds.get(key) ?? []), each]);
	}
	const together = [...kinds.values()].map((alike) =>
		placed(wholeLine(alike), alike[0]),
	);
	const others = changes
		.filter(({ change }) => !isWhole(change))
		.map((each) => placed(partLine(each), each));
	return [...others, ...together].flatMap((each) => each ?? []);
}

function placed(
	made: Line,
	change: ResourceChange | undefined,
): Placed | undefined {
	return (
		change && { service: change.service, region: change.region, line: made }
	);
}

function isWhole(change: ResourceChange["change"]): boolean {
	return change === "create" || change === "delete";
}

function wholeLine(alike: readonly ResourceChange[]): Line {
	const [first] = alike;
	const isNew = first?.change === "create";
	return line(
		isNew ? "+" : "-",
		words(
			`${shortType(first?.type ?? "")} ${isNew ? "" : "deleted "}`.trimEnd(),
			": ",
			listed(alike.map(({ name }) => name)),
			isNew || !first?.note ? "" : ` (${first.note})`,
		),
	);
}

function partLine(change: ResourceChange): Line {
	const { name, type, renamedFrom, note } = change;
	const isUpdate = change.change === "update";
	const does = {
		update: "",
		replace: " is replaced",
		"may-replace": " may be replaced",
		create: "",
		delete: "",
	}[change.change];
	return line(
		isUpdate ? "~" : "±",
		words(
			`${shortType(type)} `,
			code(name),
			does,
			renamedFrom ? [", which was ", code(renamedFrom)] : [],
			note ? `: ${note}` : "",
		),
		detailsOf(change),
	);
}

/** Which properties, from what to what, and why. */
export function detailsOf(
	change: Pick<
		ResourceChange,
		"properties" | "replacedBy" | "follows" | "code"
	>,
): Span[][] {
	const { properties, replacedBy, follows, code: changed } = change;
	return [
		...properties.flatMap((property) => {
			if (property.path === "code" && changed) return [codeSpans(changed)];
			const because = replacedBy.includes(topOf(property.path))
				? [", which replaces it"]
				: [];
			return [words(propertySpans(property), because)];
		}),
		...(follows.length > 0
			? [words("as these are replaced: ", listed(follows))]
			: []),
	];
}

function topOf(path: string): string {
	return path.split(/[.[]/)[0] ?? path;
}

function propertySpans({ path, before, after }: PropertyChange): Span[] {
	if (/^(policy|assumeRolePolicy)\b/.test(path))
		return words(code(path), ": see the permissions");
	if (before === undefined)
		return words(code(path), " newly ", code(shortened(after ?? "")));
	if (after === undefined)
		return words(code(path), " gone, was ", code(shortened(before)));
	if (before === after) return words(code(path), ": another ", code(after));
	return words(
		code(path),
		": ",
		code(shortened(before, after)),
		" → ",
		code(shortened(after, before)),
	);
}

function codeSpans({ because, bytesBefore, bytesAfter }: CodeChange): Span[] {
	const size =
		bytesBefore === bytesAfter
			? `still ${kilobytes(bytesAfter)}`
			: `${kilobytes(bytesBefore)} → ${kilobytes(bytesAfter)} (${signed(bytesAfter - bytesBefore)} bytes)`;
	return words(
		`code: ${size}, because of `,
		because.length > 0
			? listed(because)
			: "something that is neither its sources nor its packages",
	);
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1024).toFixed(1)} KB`;
}

function signed(n: number): string {
	return n > 0 ? `+${n}` : String(n);
}
