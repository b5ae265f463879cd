import type { Services } from "./member";
import { font, widthOf } from "./text";

type Service = Services[number];

/** Between an arrow's end and the words beside it. */
export const gap = 12;
/** Of an arrow beside its name. */
const arrowHead = 24;

/** An event's row: what is at the far end of its arrow, and what inside the box is about it. */
export interface Row {
	event: string;
	peers: string;
	inside: string;
}

/** How wide the words of one side are: inside the box, and outside of it with the arrows. */
export function columnsOf(rows: readonly Row[]) {
	if (rows.length === 0) return { inside: 0, outside: 0 };
	const widest = (words: (row: Row) => string, size: number) =>
		Math.max(...rows.map((row) => widthOf(words(row), size)));
	const peers = widest(({ peers }) => peers, font.small) + gap;
	const inside = widest(({ inside }) => inside, font.small);
	return { inside, outside: lengthOf(rows) + peers };
}

/** Of the arrows of one side. */
export function lengthOf(rows: readonly Row[]): number {
	const widths = rows.map(({ event }) => widthOf(event, font.event));
	return Math.max(...widths) + arrowHead;
}

export function heard(
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

export function said({ produces }: Service, consumers: Services): Row[] {
	return Object.entries(produces).map(([event, { from }]) => ({
		event,
		peers: namesOf(consumers.filter(({ consumes }) => event in consumes)),
		inside: from,
	}));
}

const namesOf = (who: readonly { name: string }[]) =>
	who.map(({ name }) => name).join(", ") || "nobody";
