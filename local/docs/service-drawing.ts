import type { ClockWords } from "./clocks";
import type { ArrowKind, Point, Rect } from "./drawing";
import { systemLines } from "./partners";
import { gap, lengthOf, type Row } from "./sides";
import {
	font,
	headroom,
	heightOf,
	lineHeight,
	widthOf,
	widthOfAll,
} from "./text";

/** Words in their place: `x` is where they start, end or have their middle. */
export interface Words extends Rect {
	text: string;
	look: "name" | "event" | "muted";
	anchor: "start" | "middle" | "end";
}

/** One service and its three sides: what it hears, what it says, and who else reaches it or is called by it. */
export interface Trilateral extends Pick<Rect, "width" | "height"> {
	name: string;
	box: Rect;
	systems: readonly Rect[];
	words: readonly Words[];
	arrows: readonly { kind: ArrowKind; points: readonly Point[] }[];
	people: readonly Point[];
	clocks: readonly Point[];
}

export const margin = 16;
export const rowHeight = 30;
/** Of the box's upper part, with its name. */
export const header = 56;

/** Collects what is to be drawn around the box. */
export class ServiceDrawing {
	box: Rect = { x: 0, y: 0, width: 0, height: 0 };
	private readonly systems: Rect[] = [];
	private readonly words: Words[] = [];
	private readonly arrows: { kind: ArrowKind; points: Point[] }[] = [];
	private readonly people: Point[] = [];
	private readonly clocks: Point[] = [];

	constructor(private readonly name: string) {}

	/** `y`: the upper edge. */
	write(
		look: Words["look"],
		text: string,
		{ x, y }: Point,
		anchor: Words["anchor"] = "middle",
	): void {
		const size = { name: font.name, event: font.event, muted: font.small };
		const width = widthOf(text, size[look]);
		const height = size[look] + 4;
		this.words.push({ text, look, anchor, x, y, width, height });
	}

	events(kind: "consumed" | "produced", rows: readonly Row[]): void {
		const length = lengthOf(rows);
		rows.forEach((row, i) => {
			const y = this.box.y + header + 16 + i * rowHeight;
			this.event(kind, row, { y, length });
		});
	}

	private event(
		kind: "consumed" | "produced",
		{ event, peers, inside }: Row,
		{ y, length }: { y: number; length: number },
	): void {
		const { box } = this;
		const isHeard = kind === "consumed";
		const edge = isHeard ? box.x : box.x + box.width;
		const out = isHeard ? -1 : 1;
		const far = edge + out * length;
		const ends = [far, edge].map((x) => ({ x, y }));
		this.arrows.push({ kind, points: isHeard ? ends : ends.reverse() });
		this.write("event", event, { x: (far + edge) / 2, y: y - 20 });
		const [outwards, inwards] = isHeard
			? (["end", "start"] as const)
			: (["start", "end"] as const);
		this.write("muted", peers, { x: far + out * gap, y: y - 9 }, outwards);
		this.write("muted", inside, { x: edge - out * gap, y: y - 9 }, inwards);
	}

	users({ who, routes }: { who: string; routes: string }, x: number): void {
		this.people.push({ x, y: margin });
		const y = margin + headroom + 6;
		this.write("muted", who, { x, y });
		const from = y + lineHeight + 2;
		this.down(x, from, this.box.y);
		const label = { x: x + 10, y: (from + this.box.y) / 2 - 9 };
		this.write("muted", routes, label, "start");
	}

	system(
		name: string,
		{ calls, webhooks }: { calls: string[]; webhooks: string[] },
		middle: number,
		length: number,
	): void {
		const lines = systemLines(name);
		const [width, height] = [widthOfAll(lines), heightOf(lines)];
		const { bottom } = this;
		const y = bottom + length;
		this.systems.push({ x: middle - width / 2, y, width, height });
		lines.forEach((line, i) => {
			const look = i === 0 ? "name" : "muted";
			this.write(look, line, { x: middle, y: y + 10 + i * 20 });
		});
		const label = (i: number) => bottom + 8 + i * 18;
		if (calls.length > 0) this.down(middle - 10, bottom, y);
		calls.forEach((rule, i) => {
			this.write("muted", rule, { x: middle - 18, y: label(i) }, "end");
		});
		if (webhooks.length > 0) this.down(middle + 10, y, bottom);
		webhooks.forEach((key, i) => {
			this.write("muted", key, { x: middle + 18, y: label(i) }, "start");
		});
	}

	clock({ name, when }: ClockWords, x: number, length: number): void {
		const y = this.bottom + length;
		this.down(x, y, this.bottom);
		this.clocks.push({ x, y: y + 12 });
		this.write("muted", name, { x, y: y + 22 });
		this.write("muted", when, { x, y: y + 40 });
	}

	/** The whole, moved and sized so that all is inside. */
	cut(): Trilateral {
		const { name, box, systems, words, arrows, people, clocks } = this;
		const rects = [box, ...systems, ...words.map(placeOf)];
		const left = Math.min(...rects.map(({ x }) => x)) - margin;
		const right = Math.max(...rects.map(({ x, width }) => x + width));
		const low = Math.max(...rects.map(({ y, height }) => y + height));
		const moved = <T extends Point>(one: T): T => ({ ...one, x: one.x - left });
		return {
			...{ name, width: right - left + margin, height: low + margin },
			...{ box: moved(box), systems: systems.map(moved) },
			words: words.map(moved),
			arrows: arrows.map(({ kind, points }) => ({
				kind,
				points: points.map(moved),
			})),
			...{ people: people.map(moved), clocks: clocks.map(moved) },
		};
	}

	private get bottom(): number {
		return this.box.y + this.box.height;
	}

	/** Or up. */
	private down(x: number, from: number, to: number): void {
		const points = [from, to].map((y) => ({ x, y }));
		this.arrows.push({ kind: "calls", points });
	}
}

/** The place that words take. */
export function placeOf({ x, y, width, height, anchor }: Words): Rect {
	const shift = { start: 0, middle: width / 2, end: width };
	return { x: x - shift[anchor], y, width, height };
}
