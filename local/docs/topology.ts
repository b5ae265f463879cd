import type { ElkExtendedEdge, ElkLabel, ElkNode } from "elkjs";
import Elk from "elkjs/lib/elk.bundled.js";
import type { External } from "../../contracts/external";
import { graphOf, margin } from "./graph";
import { type Member, membersOf, type Services } from "./member";

/** A rectangle of the picture, in pixels from its upper left corner. */
export interface Rect {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Box extends Rect {
	id: string;
	kind: "service" | "external" | "users";
	lines: readonly string[];
}

export interface Arrow {
	kind: "produced" | "consumed" | "calls";
	points: readonly { x: number; y: number }[];
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
	const boxes = members.flatMap(({ name, kind, lines, users }): Box[] => {
		const service = nodes.get(`service:${name}`);
		const id = `users:${name}`;
		const calling = nodes.get(id);
		return [
			...(service ? [{ ...service, id: name, kind, lines }] : []),
			...(calling && users
				? [{ ...calling, id, kind: "users" as const, lines: users.lines }]
				: []),
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

/** What an arrow's first end is at. */
const begins = { produced: "service:", consumed: "tap:", calls: "users:" };

function arrowOf({
	id,
	sources: [source = ""],
	sections = [],
	labels = [],
}: ElkExtendedEdge): Arrow[] {
	const [kind] = id.split(":");
	const [label] = labels;
	if (kind !== "produced" && kind !== "consumed" && kind !== "calls") return [];
	if (!label) return [];
	const points = sections.flatMap(
		({ startPoint, bendPoints = [], endPoint }) => [
			startPoint,
			...bendPoints,
			endPoint,
		],
	);
	if (!source.startsWith(begins[kind])) points.reverse();
	return [
		{ kind, points, label: { ...rectOf(label), text: label.text ?? "" } },
	];
}

function rectOf({ x = 0, y = 0, width = 0, height = 0 }: ElkNode | ElkLabel) {
	return { x, y, width, height };
}
