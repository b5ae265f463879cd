import { external, z } from "../../../contracts";
import { svg } from "../../../local/docs/svg";
import { type Topology, topology } from "../../../local/docs/topology";
import { chain, gateway, overlap, quiet } from "./platforms";

const legacy = external({
	name: "legacy-erp",
	produces: { "thing-changed": { body: { thing: z.object({}) } } },
});

const platforms = [
	["no service", [], []],
	["one service without events", [quiet("lonely", 1)], []],
	["one service without an API", [quiet("mute", 0)], []],
	["an external alone", [], [legacy]],
	["a gateway beside another service", [quiet("shop", 1), gateway], []],
	["40 services and an external", chain(40), [legacy]],
] as const;

/** Ms: laying out 200 arrows takes a second or two of CPU. */
const patience = 60_000;

describe.each(platforms)("the picture of %s", (_, services, externals) => {
	let picture: Topology;
	beforeAll(async () => {
		picture = await topology(services, externals);
	}, patience);

	test("has a box for each service and external, and users for each API", () => {
		const withApi = services.filter(({ api }) => Object.keys(api).length > 0);
		const kinds = picture.boxes.map(({ kind }) => kind);
		const count = (kind: string) => kinds.filter((k) => k === kind).length;
		expect(count("service")).toBe(services.length);
		expect(count("external")).toBe(externals.length);
		expect(count("users")).toBe(withApi.length);
		const systems = services.flatMap(({ systems }) => Object.keys(systems));
		expect(count("system")).toBe(systems.length);
	});

	test("has one arrow per event, with its name", () => {
		const events = [...services, ...externals].flatMap((each) => [
			...Object.keys(each.produces),
			...("consumes" in each ? Object.keys(each.consumes) : []),
		]);
		const drawn = picture.arrows.filter(({ kind }) => kind !== "calls");
		expect(drawn.map(({ label }) => label.text).sort()).toEqual(events.sort());
	});

	test("no box overlaps another, the bus, or an arrow's name", () => {
		const labels = picture.arrows.map(({ label }) => label);
		const all = [picture.bus, ...picture.boxes, ...labels];
		const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b]));
		const overlapping = pairs.filter(([a, b]) => a && b && overlap(a, b));
		expect(overlapping).toEqual([]);
	});

	test("everything is inside", () => {
		const { width, height, bus, boxes, arrows } = picture;
		const points = arrows.flatMap(({ points }) => points);
		const rects = [
			...[bus, ...boxes, ...arrows.map(({ label }) => label)],
			...points.map((point) => ({ ...point, width: 0, height: 0 })),
		];
		const outside = rects.filter(
			(r) =>
				!(r.x >= 0 && r.y >= 0) ||
				!(r.x + r.width <= width && r.y + r.height <= height),
		);
		expect(outside).toEqual([]);
		expect(bus.width).toBeGreaterThan(0);
	});

	test(
		"is the same each time",
		async () => {
			expect(svg(await topology(services, externals))).toBe(svg(picture));
		},
		patience,
	);
});

test("a gateway's system is called and tells, and its clock is in its box", async () => {
	const { arrows, boxes } = await topology([gateway]);
	const calls = arrows.filter(({ kind }) => kind === "calls");
	expect(calls.map(({ label }) => label.text)).toEqual(["1 call", "1 webhook"]);
	const [asked, told] = calls.map(({ points }) => points.map(({ x }) => x));
	expect(asked?.[0]).toBe(told?.at(-1));
	expect(asked?.at(-1)).toBe(told?.[0]);
	const box = boxes.find(({ id }) => id === "bank-gateway");
	expect(box?.clocks).toEqual(["tidy, hourly :05"]);
});

test("a name cannot break out of the picture's text", async () => {
	const odd = { ...quiet("odd", 0), owner: "R&D <b>" };
	expect(svg(await topology([odd]))).toContain("owner: R&amp;D &lt;b&gt;");
});
