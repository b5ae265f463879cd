import type { ElkExtendedEdge, ElkLabel, ElkNode, ElkPort } from "elkjs";
import type { Member } from "./member";
import { partnersOf } from "./partners";
import {
	font,
	heightOf,
	lineHeight,
	widthOf,
	widthOfAll,
	widthOfClock,
} from "./text";

export const margin = 16;

/** The columns, from left to right: partitions of the layout. */
const columns = {
	left: { users: 0, service: 1, bus: 2 },
	middle: 3,
	right: { users: 6, service: 5, bus: 4 },
};

type Side = "left" | "right";

/** What the layout library is asked for: the services on both sides of the bus, in columns. */
export function graphOf(members: readonly Member[]): ElkNode {
	const graph: Graph = { children: [busTitle], edges: [] };
	const width = Math.max(...members.map(widthOfMember));
	for (const [side, member] of balanced(members))
		add(graph, side, member, width);
	return { id: "root", layoutOptions, ...graph };
}

interface Graph {
	children: ElkNode[];
	edges: ElkExtendedEdge[];
}

const layoutOptions = {
	"elk.algorithm": "layered",
	"elk.direction": "RIGHT",
	"elk.partitioning.activate": "true",
	// The other strategies give one column several layers.
	"elk.layered.layering.strategy": "LONGEST_PATH",
	"elk.separateConnectedComponents": "false",
	"elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
	"elk.layered.crossingMinimization.strategy": "NONE",
	"elk.layered.crossingMinimization.greedySwitch.type": "OFF",
	"elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
	"elk.layered.edgeLabels.sideSelection": "ALWAYS_UP",
	"elk.layered.spacing.nodeNodeBetweenLayers": "16",
	"elk.spacing.nodeNode": "20",
	"elk.spacing.portPort": "30",
	"elk.layered.spacing.edgeEdgeBetweenLayers": "8",
	"elk.spacing.edgeLabel": "1",
	"elk.padding": `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
};

/** What the bus is called; the rest of it is drawn around the ends of the arrows. */
const busTitle: ElkNode = {
	id: "bus",
	...{ width: widthOf("event bus", font.name) + 16, height: 64 },
	layoutOptions: partition(columns.middle),
};

/** Each to the side that has fewer events so far. */
function balanced(members: readonly Member[]): [Side, Member][] {
	const taken = { left: 0, right: 0 };
	return members.map((member) => {
		const side = taken.left <= taken.right ? "left" : "right";
		const { produces, consumes, systems } = member;
		taken[side] += produces.length + consumes.length + systems.length + 1;
		return [side, member];
	});
}

function add(
	{ children, edges }: Graph,
	side: Side,
	member: Member,
	width: number,
) {
	const column = columns[side];
	const id = `service:${member.name}`;
	const events = [
		...member.consumes.map((event) => ["consumed", event] as const),
		...member.produces.map((event) => ["produced", event] as const),
	];
	const ports = events.map(([kind, event]) => `${id}:${kind}:${event}`);
	// ELK counts ports clockwise: upwards on the left side of a box.
	const inOrder = side === "left" ? ports : [...ports].reverse();
	const [outer, inner] = side === "left" ? ["WEST", "EAST"] : ["EAST", "WEST"];
	const partners = partnersOf(member);
	const outerEnds = partners.flatMap(({ arrows }) =>
		arrows.map(({ at }) => at),
	);
	const outerPorts = side === "left" ? outerEnds.reverse() : outerEnds;
	const height = heightOf(member.lines) + member.clocks.length * lineHeight;
	children.push({
		...box(id, column.service, { width, height }, outer.toLowerCase()),
		ports: [
			...inOrder.map((each, index) => port(each, inner, index)),
			...outerPorts.map((each, index) => port(each, outer, index)),
		],
	});
	events.forEach(([kind, event], i) => {
		const port = ports[i] ?? id;
		const tap = `tap:${port}`;
		children.push({
			...{ id: tap, width: 8, height: 1 },
			layoutOptions: partition(column.bus),
		});
		const label = labelOf(event, font.event);
		edges.push(edge(`${kind}:${port}`, side, [port, tap], label));
	});
	for (const { id, size, arrows } of partners) {
		const ends = arrows.map(({ at }) => `${id}:${at}`);
		const inOrder = side === "left" ? ends : [...ends].reverse();
		children.push({
			...box(id, column.users, size),
			ports: inOrder.map((each, index) => port(each, inner, index)),
		});
		for (const { kind, at, words } of arrows)
			edges.push(
				edge(
					`${kind}:${at}`,
					side,
					[`${id}:${at}`, at],
					labelOf(words, font.small),
				),
			);
	}
}

function widthOfMember({ lines, clocks }: Member): number {
	return Math.max(widthOfAll(lines), ...clocks.map(widthOfClock));
}

function box(
	id: string,
	column: number,
	{ width, height }: { width: number; height: number },
	/** The side whose ends stay together. */
	outer?: string,
): ElkNode {
	return {
		id,
		layoutOptions: {
			...partition(column),
			"elk.portConstraints": "FIXED_ORDER",
			"elk.nodeSize.constraints": "[PORTS, MINIMUM_SIZE]",
			"elk.nodeSize.minimum": `(${width},${height})`,
			...(outer && { [`elk.portAlignment.${outer}`]: "CENTER" }),
		},
	};
}

function port(id: string, side: string, index: number): ElkPort {
	const layoutOptions = {
		"elk.port.side": side,
		"elk.port.index": String(index),
	};
	return { id, width: 0, height: 0, layoutOptions };
}

/** Between an outer and an inner end. The columns stay in order if every edge goes rightwards, whatever its arrow does. */
function edge(
	id: string,
	side: Side,
	[outer, inner]: [string, string],
	label: ElkLabel,
): ElkExtendedEdge {
	const [source, target] = side === "left" ? [outer, inner] : [inner, outer];
	return { id, sources: [source], targets: [target], labels: [label] };
}

function labelOf(text: string, size: number): ElkLabel {
	return { text, width: widthOf(text, size), height: size + 4 };
}

function partition(column: number) {
	return { "elk.partitioning.partition": String(column) };
}
