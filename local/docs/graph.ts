import type { ElkExtendedEdge, ElkLabel, ElkNode, ElkPort } from "elkjs";
import type { Member } from "./member";
import { font, headroom, heightOf, widthOf, widthOfAll } from "./text";

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
	const width = Math.max(...members.map(({ lines }) => widthOfAll(lines)));
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
		taken[side] += member.produces.length + member.consumes.length + 1;
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
	const called = `${id}:called`;
	const users = `users:${member.name}`;
	const calling = `${users}:calling`;
	children.push({
		...box(id, column.service, { width, height: heightOf(member.lines) }),
		ports: [
			...inOrder.map((each, index) => port(each, inner, index)),
			port(called, outer, 0),
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
	children.push({
		...box(users, column.users, sizeOfUsers(member)),
		ports: [port(calling, inner, 0)],
	});
	// A service without an API has such an edge, too, which is not drawn: so every service is as many columns away.
	const kind = member.users ? "calls" : "nothing";
	const words = routes(member.users?.routes ?? 0);
	const label = labelOf(words, font.small);
	edges.push(edge(`${kind}:${id}`, side, [calling, called], label));
}

const routes = (count: number) =>
	`${count} ${count === 1 ? "route" : "routes"}`;

function sizeOfUsers({ users }: Member) {
	if (!users) return { width: 1, height: 1 };
	const { lines } = users;
	return { width: widthOfAll(lines), height: heightOf(lines) + headroom };
}

function box(
	id: string,
	column: number,
	{ width, height }: { width: number; height: number },
): ElkNode {
	return {
		id,
		layoutOptions: {
			...partition(column),
			"elk.portConstraints": "FIXED_ORDER",
			"elk.nodeSize.constraints": "[PORTS, MINIMUM_SIZE]",
			"elk.nodeSize.minimum": `(${width},${height})`,
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
