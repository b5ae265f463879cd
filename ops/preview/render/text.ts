import { createColors } from "picocolors";
import type { Line, Page, Section, Span } from "./page";
import { printable } from "./printable";

/** For the terminal. */
export function toText(page: Page, isColored: boolean): string {
	const pc = createColors(isColored);
	const bare = (spans: Span[]) => spans.map(textOf).join("");
	const plain = (spans: Span[]) =>
		spans
			.map((each) => (typeof each === "string" ? each : pc.bold(textOf(each))))
			.join("");
	const painted = ({ mark, spans, details }: Line, loud: boolean) => {
		const color = {
			"+": pc.green,
			"-": pc.red,
			"~": pc.yellow,
			"±": pc.magenta,
			"!": pc.red,
			" ": pc.dim,
		}[mark];
		const first = `  ${color(mark)} ${loud ? pc.red(bare(spans)) : plain(spans)}`;
		return [first, ...details.map((each) => `      ${plain(each)}`)];
	};
	const section = ({ title, loud, lead, groups }: Section) => [
		"",
		loud ? pc.bold(pc.red(title.toUpperCase())) : pc.bold(pc.underline(title)),
		...lead.map(plain),
		...groups.flatMap(({ heading, lines }) => [
			...(heading.length > 0 ? [plain(heading)] : []),
			...lines.flatMap((each) => painted(each, loud)),
		]),
	];
	return [
		pc.bold(bare(page.title)),
		...page.summary.filter(({ length }) => length > 0).map(plain),
		...page.sections.flatMap(section),
		"",
		...page.notes.map((each) => pc.dim(bare(each))),
		"",
	].join("\n");
}

function textOf(span: Span): string {
	return typeof span === "string" ? span : printable(span.code);
}
