import type { ElkExtendedEdge, ElkLabel, ElkNode } from "elkjs";
import Elk from "elkjs/lib/elk.bundled.js";
import type { External } from "../../contracts/external";
import type { ArrowKind, Point, Rect } from "./drawing";
import { graphOf, margin } from "./graph";
import { type Member, membersOf, type Services } from "./member";
import { systemLines } from "./partners";

export interface Box extends Rect {
	id: string;
	kind: "service" | "external" | "users" | "system";
	lines: readonly string[];
	/** What is done by the clock: below the lines, each behind a small one. */
	clocks: readonly string[];
}

export interface Arrow {
	kind: ArrowKind;
	points: readonly Point[];
	label: Rect & { text: string };
}

/** The picture of a platform: services on both sides of the bus, an arrow per event, and who calls them. */
export interface Topology extends Pick<Rect, "width" | "height"> {
	bus: Rect;
	boxes: readonly Box[];
	arrows: readonly Arrow[];
}

/** Lays the picture out, always in the same way for the same contracts. */
export async function topology(
	services: Services,
	externals: readonly External[] = [],
): Promise<Topology> {
	const members = membersOf(services, externals);
	return picture(await new Elk().layout(graphOf(members)), members);
}

function picture(graph: ElkNode, members: readonly Member[]): Topology {
	const nodes = new Map(graph.children?.map((node) => [node.id, rectOf(node)]));
	const boxes = members.flatMap((member): Box[] => {
		const { name, kind, lines, clocks, users, systems } = member;
		const placed = (
			id: string,
			box: Omit<Box, keyof Rect | "id">,
			called = id,
		) => {
			const node = nodes.get(id);
			return node ? [{ ...node, ...box, id: called }] : [];
		};
		const none = { clocks: [] };
		return [
			...placed(`service:${name}`, { kind, lines, clocks }, name),
			...(users
				? placed(`users:${name}`, {
						...{ kind: "users", lines: users.lines, ...none },
					})
				: []),
			...systems.flatMap((system) =>
				placed(`system:${name}:${system.name}`, {
					...{ kind: "system", lines: systemLines(system.name), ...none },
				}),
			),
		];
	});
	const { width = 0, height = 0 } = graph;
	const inside = [...nodes].filter(([id]) => /^(bus$|tap:)/.test(id));
	const left = Math.min(...inside.map(([, { x }]) => x));
	const right = Math.max(...inside.map(([, { x, width }]) => x + width));
	const bus = {
		...{ x: left, width: right - left },
		...{ y: margin, height: height - 2 * margin },
	};
	const arrows = (graph.edges ?? []).flatMap(arrowOf);
	return { width, height, bus, boxes, arrows };
}

/** What an edge is drawn as, and what its first end is at. */
const drawn = {
	produced: { kind: "produced", from: "service:" },
	consumed: { kind: "consumed", from: "tap:" },
	calls: { kind: "calls", from: "users:" },
	asks: { kind: "calls", from: "service:" },
	tells: { kind: "calls", from: "system:" },
} as const;

const isDrawn = (kind: string): kind is keyof typeof drawn => kind in drawn;

function arrowOf({
	id,
	sources: [source = ""],
	sections = [],
	labels = [],
}: ElkExtendedEdge): Arrow[] {
	const [edge = ""] = id.split(":");
	const [label] = labels;
	if (!isDrawn(edge)) return [];
	const { kind, from } = drawn[edge];
	if (!label) return [];
	const points = sections.flatMap(
		({ startPoint, bendPoints = [], endPoint }) => [
			startPoint,
			...bendPoints,
			endPoint,
		],
	);
	if (!source.startsWith(from)) points.reverse();
	return [
		{ kind, points, label: { ...rectOf(label), text: label.text ?? "" } },
	];
}

function rectOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode | ElkLabel) {
	return { x, y, width, height };
}
