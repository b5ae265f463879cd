import type { Contract } from "../contract";

interface Edge {
	from: string;
	to: string;
	rule: string;
	/** The reason why a loop through here ends. */
	loop: string | undefined;
}

/**
 * Loops of events without a declared reason. An edge runs from a consumed to a produced event only through a rule that
 * `emits`; materializing cuts it, because a view's change is never published.
 */
export function eventLoops(contracts: readonly Contract[]): string[] {
	const edges = contracts.flatMap(edgesOf).filter(({ loop }) => !loop);
	const problems: string[] = [];
	const done = new Set<string>();
	const visit = (event: string, path: readonly Edge[]) => {
		const start = path.findIndex(({ from }) => from === event);
		if (start >= 0) {
			problems.push(describe(path.slice(start)));
			return;
		}
		if (done.has(event)) return;
		for (const edge of edges.filter(({ from }) => from === event))
			visit(edge.to, [...path, edge]);
		done.add(event);
	};
	for (const { from } of edges) visit(from, []);
	return problems;
}

function edgesOf({ name, rules }: Contract): Edge[] {
	return Object.entries(rules).flatMap(([ruleName, rule]) => {
		if (!("emits" in rule)) return [];
		const { on, emits, loop } = rule;
		const label = `${name}'s rule "${ruleName}"`;
		return on.flatMap((from) =>
			emits.map((to) => ({ from, to, rule: label, loop })),
		);
	});
}

function describe(cycle: readonly Edge[]): string {
	const steps = cycle.map(({ rule, to }) => `${rule} emits ${to}`);
	return `events cause each other without end: ${cycle[0]?.from}: ${steps.join(", ")}. Cut it, or give one of the rules a \`loop\` with the reason why it ends`;
}
