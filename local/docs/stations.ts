import { type ClockWords, calledBy, clocksOf, retryOf } from "./clocks";
import type { Services } from "./member";
import { systemLines } from "./partners";
import type { ServiceDrawing } from "./service-drawing";
import { font, widthOf, widthOfAll } from "./text";

type Service = Services[number];

/** What is below the box: an external system, or something that happens by the clock. */
export interface Station {
	width: number;
	/** From its left edge. */
	middle: number;
	/** Beside its arrows. */
	lines: number;
	draw(drawing: ServiceDrawing, middle: number, length: number): void;
}

export function stationsOf(service: Service): Station[] {
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
