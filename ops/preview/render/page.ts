/** What the report says, before it is text or markdown: the report's own words, and what comes from the program. */
export type Span = string | { code: string };

export interface Line {
	/** Added, removed, changed, replaced, or a danger. */
	mark: "+" | "-" | "~" | "±" | "!" | " ";
	spans: Span[];
	details: Span[][];
}

export interface Group {
	heading: Span[];
	lines: Line[];
}

export interface Section {
	title: string;
	/** Nobody may miss it: it is never folded, and cut last. */
	loud: boolean;
	lead: Span[][];
	groups: Group[];
}

export interface Page {
	stack: string;
	title: Span[];
	/** The most important sentences. */
	summary: Span[][];
	sections: Section[];
	notes: Span[][];
}

export const code = (text: string): Span => ({ code: text });

/** `words("changes ", code(name))`, and lists of spans where they come. */
export function words(...parts: (Span | Span[])[]): Span[] {
	return parts.flat();
}

/** Codes with commas between them. */
export function listed(texts: readonly string[]): Span[] {
	return texts.flatMap((text, i) =>
		i === 0 ? [code(text)] : [", ", code(text)],
	);
}

export function line(
	mark: Line["mark"],
	spans: Span[],
	details: Span[][] = [],
): Line {
	return { mark, spans, details };
}

/** `1 file`, `2 files`. */
export function count(
	n: number,
	one: string,
	many: string = `${one}s`,
): string {
	return `${n} ${n === 1 ? one : many}`;
}
