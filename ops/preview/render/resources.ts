import type { CodeChange, PropertyChange, ResourceChange } from "../report";
import { code, type Line, line, listed, type Span, words } from "./page";
import type { Placed } from "./regions";
import { shortened } from "./shorten";

/** `aws:lambda/function:Function` is `Function`: a word, whatever the program says. */
export function shortType(type: string): string {
	return (type.split(":").at(-1) ?? type).replaceAll(/\W/g, "");
}

/** What becomes of stateless resources; those of a type that come, go or follow alike are one line. */
export function resourceLines(changes: readonly ResourceChange[]): Placed[] {
	const alone: Placed[] = [];
	const together = new Map<string, ResourceChange[]>();
	for (const each of changes) {
		const reason = sharedReason(each);
		if (reason === undefined) {
			alone.push({ ...each, line: partLine(each) });
			continue;
		}
		const { service, region, change, type, note } = each;
		const key = [service, region, change, type, note, reason].join("\0");
		together.set(key, [...(together.get(key) ?? []), each]);
	}
	const shared = [...together.values()].flatMap((alike) => {
		const [first] = alike;
		return first ? [{ ...first, line: sharedLine(first, alike) }] : [];
	});
	return [...alone, ...shared];
}

/** Why a resource changes, where others may for the same reason and there is no more to say. */
function sharedReason(change: ResourceChange): string | undefined {
	const { properties, follows, renamedFrom } = change;
	if (change.change === "create" || change.change === "delete") return "";
	if (change.change !== "update" || renamedFrom) return undefined;
	if (properties.length === 0) return `, as replaced: ${follows.join(", ")}`;
	return isToldAbove(change) && follows.length === 0 ? "policy" : undefined;
}

function sharedLine(
	first: ResourceChange,
	alike: readonly ResourceChange[],
): Line {
	const { change, type, note, region, follows } = first;
	const masked = (name: string) =>
		region ? name.replaceAll(region, "") : name;
	const names = alike
		.map(({ name }) => name)
		.sort((a, b) => (masked(a) < masked(b) ? -1 : 1));
	const does = { create: "", delete: " deleted" }[String(change)] ?? "";
	const because =
		change === "update"
			? follows.length > 0
				? words(", as these are replaced: ", listed(follows))
				: [" (see the permissions)"]
			: [change === "delete" && note ? ` (${note})` : ""];
	const mark = { create: "+", delete: "-" } as const;
	return line(
		change === "create" || change === "delete" ? mark[change] : "~",
		words(`${shortType(type)}${does}: `, listed(names), because),
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
		"properties" | "replacedBy" | "follows" | "code" | "inPermissions"
	>,
): Span[][] {
	const { properties, replacedBy, follows, code: changed } = change;
	return [
		...properties.flatMap((property) => {
			if (property.path === "code" && changed) return [codeSpans(changed)];
			const because = replacedBy.includes(topOf(property.path))
				? [", which replaces it"]
				: [];
			return [words(propertySpans(property, change), because)];
		}),
		...(follows.length > 0
			? [words("as these are replaced: ", listed(follows))]
			: []),
	];
}

function topOf(path: string): string {
	return path.split(/[.[]/)[0] ?? path;
}

/** Whether nothing but its policy changed, and the permissions say what. */
function isToldAbove({ properties, inPermissions }: ResourceChange): boolean {
	return (
		inPermissions === true && properties.every(({ path }) => isPolicy(path))
	);
}

/** Said in full among the permissions, if anything of it is. */
function isPolicy(path: string): boolean {
	return /^(policy|assumeRolePolicy)\b/.test(path);
}

function propertySpans(
	{ path, before, after }: PropertyChange,
	{ inPermissions }: Pick<ResourceChange, "inPermissions">,
): Span[] {
	if (isPolicy(path) && inPermissions)
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
