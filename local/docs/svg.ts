import {
	centre,
	drawClockLine,
	drawLine,
	drawPerson,
	page,
	rect,
	text,
} from "./drawing";
import { headroom, lineHeight } from "./text";
import type { Arrow, Box, Topology } from "./topology";

/** The picture of a platform. */
export function svg({ width, height, bus, boxes, arrows }: Topology): string {
	const names = boxes
		.filter(({ kind }) => kind === "service" || kind === "external")
		.map(({ lines: [name] }) => name);
	const title = `Services around the event bus: ${names.join(", ")}`;
	return page({ width, height }, title, [
		rect("bus", bus),
		text("busname name", "event bus", centre(bus), bus.y + 28),
		text("busname", "one per region", centre(bus), bus.y + 46),
		...arrows.map(drawArrow),
		...boxes.map(drawBox),
	]);
}

function drawBox(box: Box): string {
	const { kind, lines, clocks, y, height } = box;
	const room = kind === "users" ? headroom : 0;
	const free = height - room - (lines.length + clocks.length) * lineHeight;
	const top = y + room + free / 2 + lineHeight - 5;
	const written = lines.map((line, i) => {
		const isName = i === 0 && kind !== "users";
		const look = isName ? "text name" : "muted";
		return text(look, line, centre(box), top + i * lineHeight);
	});
	const ticking = clocks.map((words, i) =>
		drawClockLine(words, centre(box), top + (lines.length + i) * lineHeight),
	);
	const look = kind === "service" ? "box" : `box ${kind}`;
	const person = kind === "users" ? [drawPerson(centre(box), y)] : [];
	return [rect(look, box), ...person, ...written, ...ticking].join("\n");
}

function drawArrow({ kind, points, label }: Arrow): string {
	const look = kind === "calls" ? "muted" : "text event";
	return [
		drawLine(kind, points),
		text(look, label.text, centre(label), label.y + label.height - 4),
	].join("\n");
}
