/** Of the picture's text, in pixels; `svg.ts` draws it so. */
export const font = { name: 15, small: 12, event: 12.5 };
export const lineHeight = 18;
/** Of the person above the users' text. */
export const headroom = 20;
/** A glyph of a fixed-width font is 0.6 wide, others are seldom wider. */
const glyph = 0.62;

/** Of a box's text: a name, and smaller lines below it. */
export function widthOfAll([name = "", ...lines]: readonly string[]): number {
	const widths = lines.map((line) => widthOf(line, font.small));
	return Math.max(widthOf(name, font.name), ...widths) + 24;
}

export function heightOf(lines: readonly string[]): number {
	return lines.length * lineHeight + 18;
}

export function widthOf(text: string, size: number): number {
	return Math.ceil(text.length * size * glyph);
}

/** Of the small clock before a line. */
export const clockRoom = 18;

export function widthOfClock(words: string): number {
	return widthOf(words, font.small) + clockRoom + 24;
}
