import { clockRoom, font, widthOf } from "./text";

/** A rectangle of a picture, in pixels from its upper left corner. */
export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Point {
	x: number;
	y: number;
}

/** What an arrow stands for: an event that is produced or consumed, or a call. */
export type ArrowKind = "produced" | "consumed" | "calls";

/** Its own background and both colour schemes: readable wherever it is shown. */
const style = `
	svg { font: ${font.small}px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
	.page { fill: #ffffff; } .text { fill: #1f2328; } .muted { fill: #59636e; }
	.name { font-size: ${font.name}px; font-weight: 600; }
	.event { font: ${font.event}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
	.box { fill: #f6f8fa; stroke: #818b98; } .external, .system { stroke-dasharray: 5 4; } .users { fill: none; stroke: none; }
	.bus { fill: #ddf4ff; stroke: #54aeff; } .busname { fill: #0550ae; }
	.arrow { fill: none; stroke-width: 1.5; }
	.produced { stroke: #1a7f37; } .consumed { stroke: #0969da; } .calls, .person { stroke: #59636e; }
	.head-produced { fill: #1a7f37; } .head-consumed { fill: #0969da; } .head-calls { fill: #59636e; }
	.person { fill: none; stroke-width: 1.5; }
	@media (prefers-color-scheme: dark) {
		.page { fill: #0d1117; } .text { fill: #f0f6fc; } .muted { fill: #9198a1; }
		.box { fill: #151b23; stroke: #656c76; } .users { fill: none; stroke: none; }
		.bus { fill: #121d2f; stroke: #316dca; } .busname { fill: #79c0ff; }
		.produced { stroke: #3fb950; } .consumed { stroke: #4493f8; } .calls, .person { stroke: #9198a1; }
		.head-produced { fill: #3fb950; } .head-consumed { fill: #4493f8; } .head-calls { fill: #9198a1; }
	}`;

/** A picture as a file of its own: no script, no font, nothing from elsewhere. */
export function page(
	{ width, height }: Pick<Rect, "width" | "height">,
	title: string,
	parts: readonly string[],
): string {
	const [w, h] = [Math.ceil(width), Math.ceil(height)];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<style>${style}\n</style>`,
		`<defs>${(["produced", "consumed", "calls"] as const).map(head).join("")}</defs>`,
		`<rect class="page" width="${w}" height="${h}" rx="8"/>`,
		...parts,
		"</svg>\n",
	].join("\n");
}

export function drawPerson(x: number, y: number): string {
	return `<path class="person" d="M${n(x - 10)} ${n(y + 25)} a10 9 0 0 1 20 0 z M${n(x - 5)} ${n(y + 9)} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0"/>`;
}

export function drawLine(kind: ArrowKind, points: readonly Point[]): string {
	const path = points.map(({ x, y }) => `${n(x)} ${n(y)}`).join(" L");
	return `<path class="arrow ${kind}" d="M${path}" marker-end="url(#${kind})"/>`;
}

/** Around that point. */
export function drawClock(x: number, y: number): string {
	return `<path class="person" d="M${n(x - 6)} ${n(y)} a6 6 0 1 0 12 0 a6 6 0 1 0 -12 0 M${n(x)} ${n(y - 4)} v4 h3"/>`;
}

/** A small clock before the words, both centred as one. */
export function drawClockLine(words: string, x: number, y: number): string {
	// Most glyphs are narrower than what is reckoned with.
	const left = x - (widthOf(words, font.small) * 0.8 + clockRoom) / 2;
	return [
		drawClock(left + 6, y - 4),
		text("muted", words, left + clockRoom, y, "start"),
	].join("\n");
}

function head(kind: ArrowKind): string {
	return `<marker id="${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head-${kind}" d="M0 0 L8 4 L0 8 z"/></marker>`;
}

export function rect(look: string, { x, y, width, height }: Rect): string {
	return `<rect class="${look}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6"/>`;
}

export function text(
	look: string,
	words: string,
	x: number,
	y: number,
	anchor: "start" | "middle" | "end" = "middle",
): string {
	return `<text class="${look}" x="${n(x)}" y="${n(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export function centre({ x, width }: Rect): number {
	return x + width / 2;
}

/** Half a pixel is enough, and a diff stays small. */
function n(value: number): number {
	return Math.round(value * 2) / 2;
}

function escaped(words: string): string {
	return words
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}
