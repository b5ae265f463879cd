import type { Contract } from "../contract";

interface Edge {
	from: string;
	to: string;
	rule: string;
}

/**
 * Loops of events without a declared reason: for each rule that is part of one, its shortest, each listed once. An edge runs
 * from a consumed to a produced event only through a rule that `emits`; materializing cuts it, because a view's change is
 * never published.
 */
export function eventLoops(contracts: readonly Contract[]): string[] {
	const edges = contracts.flatMap(edgesOf);
	const loops = new Map<string, string>();
	for (const edge of edges) {
		const loop = shortestLoop(edge, edges);
		if (!loop) continue;
		const key = loop.map((edge) => edges.indexOf(edge)).sort();
		if (!loops.has(key.join())) loops.set(key.join(), describe(loop));
	}
	return [...loops.values()];
}

/** The edges of the rules for which nobody has said why a loop through them ends. */
function edgesOf({ name, rules }: Contract): Edge[] {
	return Object.entries(rules).flatMap(([ruleName, rule]) => {
		if (!("emits" in rule) || rule.loop) return [];
		const label = `${name}'s rule "${ruleName}"`;
		return rule.on.flatMap((from) =>
			rule.emits.map((to) => ({ from, to, rule: label })),
		);
	});
}

/** The shortest way on from an edge to where it started, breadth first. */
function shortestLoop(first: Edge, edges: readonly Edge[]): Edge[] | undefined {
	const seen = new Set<string>();
	const paths = [{ end: first.to, path: [first] }];
	for (const { end, path } of paths) {
		if (end === first.from) return path;
		if (seen.has(end)) continue;
		seen.add(end);
		for (const edge of edges)
			if (edge.from === end)
				paths.push({ end: edge.to, path: [...path, edge] });
	}
	return undefined;
}

function describe(loop: readonly Edge[]): string {
	const steps = loop.map(({ rule, to }) => `makes ${rule} emit ${to}`);
	return `events cause each other without end: ${loop[0]?.from} ${steps.join(", which ")}: materialize instead of emitting, or give one of the rules a \`loop\` with the reason why it ends`;
}
