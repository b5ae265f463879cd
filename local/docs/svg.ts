import { font, headroom, lineHeight } from "./text";
import type { Arrow, Box, Rect, Topology } from "./topology";

/** Its own background and both colour schemes: readable wherever it is shown. */
const style = `
	svg { font: ${font.small}px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
	.page { fill: #ffffff; } .text { fill: #1f2328; } .muted { fill: #59636e; }
	.name { font-size: ${font.name}px; font-weight: 600; }
	.event { font: ${font.event}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
	.box { fill: #f6f8fa; stroke: #818b98; } .external { stroke-dasharray: 5 4; } .users { fill: none; stroke: none; }
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

/** The picture as a file of its own: no script, no font, nothing from elsewhere. */
export function svg({ width, height, bus, boxes, arrows }: Topology): string {
	const [w, h] = [Math.ceil(width), Math.ceil(height)];
	const names = boxes
		.filter(({ kind }) => kind !== "users")
		.map(({ lines: [name] }) => name);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">`,
		`<title>Services around the event bus: ${escaped(names.join(", "))}</title>`,
		`<style>${style}\n</style>`,
		`<defs>${(["produced", "consumed", "calls"] as const).map(head).join("")}</defs>`,
		`<rect class="page" width="${w}" height="${h}" rx="8"/>`,
		rect("bus", bus),
		text("busname name", "event bus", centre(bus), bus.y + 28),
		text("busname", "one per region", centre(bus), bus.y + 46),
		...arrows.map(drawArrow),
		...boxes.map(drawBox),
		"</svg>\n",
	].join("\n");
}

function drawBox(box: Box): string {
	const { kind, lines, y, height } = box;
	const room = kind === "users" ? headroom : 0;
	const free = height - room - lines.length * lineHeight;
	const top = y + room + free / 2 + lineHeight - 5;
	const written = lines.map((line, i) => {
		const isName = i === 0 && kind !== "users";
		const look = isName ? "text name" : "muted";
		return text(look, line, centre(box), top + i * lineHeight);
	});
	const look = kind === "service" ? "box" : `box ${kind}`;
	const person = kind === "users" ? [drawPerson(centre(box), y)] : [];
	return [rect(look, box), ...person, ...written].join("\n");
}

function drawPerson(x: number, y: number): string {
	return `<path class="person" d="M${n(x - 10)} ${n(y + 25)} a10 9 0 0 1 20 0 z M${n(x - 5)} ${n(y + 9)} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0"/>`;
}

function drawArrow({ kind, points, label }: Arrow): string {
	const path = points.map(({ x, y }) => `${n(x)} ${n(y)}`).join(" L");
	const look = kind === "calls" ? "muted" : "text event";
	return [
		`<path class="arrow ${kind}" d="M${path}" marker-end="url(#${kind})"/>`,
		text(look, label.text, centre(label), label.y + label.height - 4),
	].join("\n");
}

function head(kind: Arrow["kind"]): string {
	return `<marker id="${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head-${kind}" d="M0 0 L8 4 L0 8 z"/></marker>`;
}

function rect(look: string, { x, y, width, height }: Rect): string {
	return `<rect class="${look}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6"/>`;
}

function text(look: string, words: string, x: number, y: number): string {
	return `<text class="${look}" x="${n(x)}" y="${n(y)}" text-anchor="middle">${escaped(words)}</text>`;
}

function centre({ x, width }: Rect): number {
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
