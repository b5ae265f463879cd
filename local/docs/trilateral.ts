import type { External } from "../../contracts/external";
import { type ClockWords, calledBy, clocksOf, retryOf } from "./clocks";
import type { ArrowKind, Point, Rect } from "./drawing";
import { systemLines } from "./graph";
import { kinds, type Services } from "./member";
import {
	font,
	headroom,
	heightOf,
	lineHeight,
	widthOf,
	widthOfAll,
} from "./text";

type Service = Services[number];

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

const margin = 16;
const gap = 12;
const rowHeight = 30;
const header = 56;
const arrowHead = 24;
/** Between what is below the box. */
const between = 32;

/** An event's row: what is at the far end of its arrow, and what inside the box is about it. */
interface Row {
	event: string;
	peers: string;
	inside: string;
}

export function trilateral(
	service: Service,
	services: Services,
	externals: readonly External[] = [],
): Trilateral {
	const { name, kind, owner } = service;
	const sides = [
		heard(service, [...services, ...externals]),
		said(service, services),
	] as const;
	const [left, right] = sides.map(columnsOf);
	const stations = stationsOf(service);
	const below = sum(stations.map(({ width }) => width + between)) - between;
	const title = [name, `${kinds[kind]}, owned by ${owner}`];
	const boxWidth = Math.max(
		(left?.inside ?? 0) + (right?.inside ?? 0) + 4 * gap,
		widthOfAll(title),
		below,
	);
	const drawing = new Drawing(name);
	const users = usersOf(service);
	const top = margin + (users ? headroom + lineHeight + 8 + 36 : 0);
	const rows = Math.max(...sides.map(({ length }) => length));
	const box = {
		...{ x: margin + (left?.outside ?? 0), y: top, width: boxWidth },
		height: header + rows * rowHeight + 10,
	};
	drawing.box = box;
	const middle = box.x + box.width / 2;
	drawing.write("name", title[0] ?? "", { x: middle, y: top + 8 });
	drawing.write("muted", title[1] ?? "", { x: middle, y: top + 30 });
	if (users) drawing.users(users, middle);
	drawing.events("consumed", sides[0]);
	drawing.events("produced", sides[1]);
	let x = middle - below / 2;
	const length = Math.max(40, ...stations.map(({ lines }) => lines * 18 + 16));
	for (const station of stations) {
		station.draw(drawing, x + station.middle, length);
		x += station.width + between;
	}
	return drawing.cut();
}

/** How wide the words of one side are: inside the box, and outside of it with the arrows. */
function columnsOf(rows: readonly Row[]) {
	if (rows.length === 0) return { inside: 0, outside: 0 };
	const widest = (words: (row: Row) => string, size: number) =>
		Math.max(...rows.map((row) => widthOf(words(row), size)));
	const peers = widest(({ peers }) => peers, font.small) + gap;
	const inside = widest(({ inside }) => inside, font.small);
	return { inside, outside: lengthOf(rows) + peers };
}

/** Of the arrows of one side. */
function lengthOf(rows: readonly Row[]): number {
	const widths = rows.map(({ event }) => widthOf(event, font.event));
	return Math.max(...widths) + arrowHead;
}

function heard(
	{ consumes, rules }: Service,
	producers: readonly { name: string; produces: object }[],
): Row[] {
	return Object.keys(consumes).map((event) => ({
		event,
		peers: namesOf(producers.filter(({ produces }) => event in produces)),
		inside: Object.entries(rules)
			.flatMap(([rule, { on }]) => (on.includes(event) ? [rule] : []))
			.join(", "),
	}));
}

function said({ produces }: Service, consumers: Services): Row[] {
	return Object.entries(produces).map(([event, { from }]) => ({
		event,
		peers: namesOf(consumers.filter(({ consumes }) => event in consumes)),
		inside: from,
	}));
}

const namesOf = (who: readonly { name: string }[]) =>
	who.map(({ name }) => name).join(", ") || "nobody";

function usersOf({ api }: Service) {
	const routes = Object.values(api);
	if (routes.length === 0) return undefined;
	const scopes = new Set(routes.flatMap(({ scopes }) => scopes));
	return {
		who: `users with ${[...scopes].join(", ") || "any token"}`,
		routes: routes.length === 1 ? "1 route" : `${routes.length} routes`,
	};
}

/** What is below the box: an external system, or something that happens by the clock. */
interface Station {
	width: number;
	/** From its left edge. */
	middle: number;
	/** Beside its arrows. */
	lines: number;
	draw(drawing: Drawing, middle: number, length: number): void;
}

function stationsOf(service: Service): Station[] {
	const { systems, webhooks } = service;
	const called = Object.keys(systems).map((name) => {
		const heard = Object.entries(webhooks).flatMap(([key, { from }]) =>
			from === name ? [key] : [],
		);
		return systemStation(name, calledBy(service, name), heard);
	});
	const clocks = [...clocksOf(service), ...retryOf(service)];
	return [...called, ...clocks.map(clockStation)];
}

function systemStation(
	name: string,
	calls: string[],
	webhooks: string[],
): Station {
	const widest = (words: string[]) =>
		Math.max(0, ...words.map((each) => widthOf(each, font.small)));
	const half = widthOfAll(systemLines(name)) / 2;
	const left = Math.max(half, widest(calls) + 18);
	const right = Math.max(half, widest(webhooks) + 18);
	return {
		width: left + right,
		middle: left,
		lines: Math.max(calls.length, webhooks.length),
		draw: (drawing, middle, length) =>
			drawing.system(name, { calls, webhooks }, middle, length),
	};
}

function clockStation(clock: ClockWords): Station {
	const widths = [clock.name, clock.when].map((words) =>
		widthOf(words, font.small),
	);
	const width = Math.max(...widths);
	return {
		width,
		middle: width / 2,
		lines: 0,
		draw: (drawing, middle, length) => drawing.clock(clock, middle, length),
	};
}

/** Collects what is to be drawn around the box. */
class Drawing {
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

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
