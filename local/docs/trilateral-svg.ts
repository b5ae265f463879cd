import { drawClock, drawLine, drawPerson, page, rect, text } from "./drawing";
import type { Trilateral, Words } from "./service-drawing";

const looks = { name: "text name", event: "text event", muted: "muted" };

/** The picture of one service. */
export function trilateralSvg(of: Trilateral): string {
	const title = `${of.name}: what it consumes on the left, what it produces on the right, who else reaches it above and below`;
	return page(of, title, [
		rect("box", of.box),
		...of.systems.map((system) => rect("box system", system)),
		...of.arrows.map(({ kind, points }) => drawLine(kind, points)),
		...of.people.map(({ x, y }) => drawPerson(x, y)),
		...of.clocks.map(({ x, y }) => drawClock(x, y)),
		...of.words.map(drawWords),
	]);
}

function drawWords({ text: words, look, anchor, x, y, height }: Words): string {
	return text(looks[look], words, x, y + height - 4, anchor);
}
