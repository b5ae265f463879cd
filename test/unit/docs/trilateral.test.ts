import { external, z } from "../../../contracts";
import { services } from "../../../functions";
import type { Rect } from "../../../local/docs/drawing";
import type { Services } from "../../../local/docs/member";
import { placeOf, type Trilateral } from "../../../local/docs/service-drawing";
import { trilateral } from "../../../local/docs/trilateral";
import { trilateralSvg } from "../../../local/docs/trilateral-svg";
import { chain, gateway, overlap, quiet } from "./platforms";

const legacy = external({
	name: "legacy-erp",
	produces: { "service-0-changed.v0": { body: { thing: z.object({}) } } },
});

const platforms: [string, Services][] = [
	["without events", [quiet("lonely", 1)]],
	["without anything", [quiet("mute", 0)]],
	["of a chain", chain(7)],
	["that is a gateway", [gateway]],
	["of this program", services],
];

describe.each(platforms)("the picture of a service %s", (_, platform) => {
	const pictures = platform.map((service): [Services[number], Trilateral] => [
		service,
		trilateral(service, platform, [legacy]),
	]);

	test("has an arrow for each event, and its name", () => {
		for (const [{ consumes, produces }, { arrows, words }] of pictures) {
			const count = (of: string) =>
				arrows.filter(({ kind }) => kind === of).length;
			expect(count("consumed")).toBe(Object.keys(consumes).length);
			expect(count("produced")).toBe(Object.keys(produces).length);
			const events = words.filter(({ look }) => look === "event");
			expect(events.map(({ text }) => text)).toEqual([
				...Object.keys(consumes),
				...Object.keys(produces),
			]);
		}
	});

	test("no words overlap others or the edge of a box", () => {
		for (const [, { box, systems, words }] of pictures) {
			const places = words.map(placeOf);
			const all = [...places, ...systems];
			const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b]));
			const bad = [
				...pairs.filter(([a, b]) => a && b && crosses(a, b)),
				...places.filter((place) => crosses(place, box)),
				...systems.filter((place) => overlap(place, box)),
			];
			expect(bad).toEqual([]);
		}
	});

	test("everything is inside, and the same each time", () => {
		for (const [service, picture] of pictures) {
			const { width, height, box, systems, words, arrows } = picture;
			const points = arrows
				.flatMap(({ points }) => points)
				.map((point) => ({ ...point, width: 0, height: 0 }));
			const rects = [box, ...systems, ...words.map(placeOf), ...points];
			const outside = rects.filter(
				(r) =>
					r.x < 0 ||
					r.y < 0 ||
					r.x + r.width > width ||
					r.y + r.height > height,
			);
			expect(outside).toEqual([]);
			const again = trilateral(service, platform, [legacy]);
			expect(trilateralSvg(again)).toBe(trilateralSvg(picture));
		}
	});
});

test("systems are called and tell, and the clock has its times", () => {
	const { systems, words, arrows, clocks } = trilateral(gateway, [gateway]);
	expect(systems).toHaveLength(1);
	expect(clocks).toHaveLength(2);
	expect(arrows.filter(({ kind }) => kind === "calls")).toHaveLength(4);
	expect(words.map(({ text }) => text)).toEqual(
		expect.arrayContaining([
			...["bank", "external system", "ask", "POST /webhooks/bank"],
			...["tidy", "hourly :05 UTC", "retry-calls", "every minute"],
		]),
	);
});

/** Unless one is within the other. */
function crosses(a: Rect, b: Rect): boolean {
	return overlap(a, b) && !holds(a, b) && !holds(b, a);
}

function holds(outer: Rect, inner: Rect): boolean {
	return (
		outer.x <= inner.x &&
		outer.y <= inner.y &&
		outer.x + outer.width >= inner.x + inner.width &&
		outer.y + outer.height >= inner.y + inner.height
	);
}
