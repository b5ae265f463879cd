import type { Group, Line, Page, Section, Span } from "./page";
import { printable } from "./printable";

/** GitHub takes 65,536 characters of a comment. */
export const maximumBytes = 60_000;
/** More lines than these are folded. */
const unfolded = 12;

/** A comment for a pull request. The first line says whose it is, so that the next one replaces it. */
export function toMarkdown(page: Page): string {
	const limits = page.sections.map(({ groups }) => linesIn(groups));
	for (;;) {
		const text = render(page, limits);
		if (Buffer.byteLength(text) <= maximumBytes) return text;
		const next = nextToCut(page, limits);
		if (next === undefined) return text;
		limits[next] = Math.floor((limits[next] ?? 0) / 2);
	}
}

/** The longest of what may be cut; what is loud only when nothing else is left. */
function nextToCut(
	{ sections }: Page,
	limits: readonly number[],
): number | undefined {
	const order = sections
		.map(({ loud }, i) => ({ loud, i, lines: limits[i] ?? 0 }))
		.filter(({ lines }) => lines > 0)
		.sort((a, b) => Number(a.loud) - Number(b.loud) || b.lines - a.lines);
	return order[0]?.i;
}

function render(page: Page, limits: readonly number[]): string {
	const { stack, title, summary, sections, notes } = page;
	const isCut = sections.some(
		({ groups }, i) => linesIn(groups) > (limits[i] ?? 0),
	);
	const cut = `This is not all of it: a comment has room for ${maximumBytes} bytes. All of it: \`npm run preview -- --stack ${stack}\`.`;
	return [
		`<!-- bulkhead-preview: ${stack} -->`,
		`## ${inline(title)}`,
		...summary.filter(({ length }) => length > 0).map(inline),
		...(isCut ? [`**${cut}**`] : []),
		...sections.map((section, i) => sectionText(section, limits[i] ?? 0)),
		notes.map((each) => `<sub>${inline(each)}</sub>`).join("\n\n"),
		"",
	].join("\n\n");
}

function sectionText(
	{ title, loud, lead, groups }: Section,
	limit: number,
): string {
	let left = limit;
	const shown = groups.flatMap(({ heading, lines }): Group[] => {
		const some = lines.slice(0, left);
		left -= some.length;
		return some.length > 0 ? [{ heading, lines: some }] : [];
	});
	const hidden = linesIn(groups) - linesIn(shown);
	const isFolded = !loud && linesIn(groups) > unfolded;
	return [
		`### ${loud ? "🛑 " : ""}${title}`,
		...lead.map(inline),
		...shown.map((group) => (isFolded ? folded(group) : open(group))),
		...(hidden > 0 ? [`… and ${hidden} more`] : []),
	].join("\n\n");
}

function open({ heading, lines }: Group): string {
	const title = heading.length > 0 ? `**${inline(heading)}**\n\n` : "";
	return title + lines.map(lineText).join("\n");
}

function folded({ heading, lines }: Group): string {
	const title = heading.map(html).join("") || "All";
	return `<details><summary>${title}: ${lines.length}</summary>\n\n${lines.map(lineText).join("\n")}\n\n</details>`;
}

function lineText({ mark, spans, details }: Line): string {
	const sign = {
		"+": "➕ ",
		"-": "➖ ",
		"~": "",
		"±": "♻️ ",
		"!": "⚠️ ",
		" ": "",
	};
	return [
		`- ${sign[mark]}${inline(spans)}`,
		...details.map((each) => `  - ${inline(each)}`),
	].join("\n");
}

function inline(spans: readonly Span[]): string {
	return spans
		.map((each) => (typeof each === "string" ? each : codeSpan(each.code)))
		.join("");
}

/** Nothing in it is markup, a mention or a link: the fence is longer than any in it. https://spec.commonmark.org/0.31.2/#code-spans */
export function codeSpan(text: string): string {
	const inert = printable(text);
	if (inert.trim() === "") return "` `";
	const runs = inert.match(/`+/g) ?? [];
	const fence = "`".repeat(
		1 + Math.max(0, ...runs.map(({ length }) => length)),
	);
	const pad = /^[` ]|[` ]$/.test(inert) ? " " : "";
	return fence + pad + inert + pad + fence;
}

/** Where markdown is not read. */
function html(span: Span): string {
	if (typeof span === "string") return span;
	const entities: Record<string, string> = {
		"&": "&amp;",
		"<": "&lt;",
		">": "&gt;",
		'"': "&quot;",
		"`": "&#96;",
	};
	const inert = printable(span.code).replaceAll(
		/[&<>"`]/g,
		(found) => entities[found] ?? found,
	);
	return `<code>${inert}</code>`;
}

function linesIn(groups: readonly Group[]): number {
	return groups.reduce((sum, { lines }) => sum + lines.length, 0);
}
