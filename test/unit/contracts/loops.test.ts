import fc from "fast-check";
import type { Contract } from "../../../contracts";
import { eventLoops } from "../../../contracts/checks/loops";
import { shop } from "./services";

const numRuns = Number(process.env.FC_RUNS ?? 200);

const mend =
	": materialize instead of emitting, or give one of the rules a `loop` with the reason why it ends";

/** A service whose rules lead from the first event to the second. */
function service(name: string, rules: Contract["rules"]): Contract {
	return shop({ name, rules });
}

const emits = (from: string, to: string, loop?: string) => ({
	on: [from],
	emits: [to],
	...(loop !== undefined && { loop }),
});

test("an event that causes itself", () => {
	expect(eventLoops([service("a", { again: emits("x", "x") })])).toEqual([
		`events cause each other without end: x makes a's rule "again" emit x${mend}`,
	]);
});

test("two services that answer each other", () => {
	const loop = [
		service("a", { ask: emits("y", "x") }),
		service("b", { answer: emits("x", "y") }),
	];
	expect(eventLoops(loop)).toEqual([
		`events cause each other without end: y makes a's rule "ask" emit x, which makes b's rule "answer" emit y${mend}`,
	]);
});

test("three services in a circle, others beside it", () => {
	const loop = [
		service("a", { one: emits("x", "y"), before: emits("start", "x") }),
		service("b", { two: emits("y", "z"), after: emits("y", "end") }),
		service("c", { three: emits("z", "x") }),
	];
	expect(eventLoops(loop)).toEqual([
		`events cause each other without end: x makes a's rule "one" emit y, which makes b's rule "two" emit z, which makes c's rule "three" emit x${mend}`,
	]);
});

test("a loop with a reason is none", () => {
	const loop = [
		service("a", { ask: emits("y", "x") }),
		service("b", { answer: emits("x", "y", "three tries at most") }),
	];
	expect(eventLoops(loop)).toEqual([]);
});

test("a reason without words is none", () => {
	const loop = service("a", { again: emits("x", "x", "") });
	expect(eventLoops([loop])).toHaveLength(1);
});

test("materializing cuts it", () => {
	const cut = [
		service("a", { ask: emits("y", "x") }),
		service("b", { keep: { on: ["x"], materializes: "y" } }),
	];
	expect(eventLoops(cut)).toEqual([]);
});

test("a chain that forks and joins is no loop", () => {
	const chain = service("a", {
		left: emits("x", "l"),
		right: emits("x", "r"),
		"left-on": emits("l", "y"),
		"right-on": emits("r", "y"),
	});
	expect(eventLoops([chain])).toEqual([]);
});

test("several loops are all listed, each once", () => {
	const loops = [
		service("a", { one: emits("x", "y"), short: emits("x", "z") }),
		service("b", { two: emits("y", "z"), "two-again": emits("y", "z") }),
		service("c", { three: emits("z", "x") }),
		service("d", { self: emits("z", "z") }),
	];
	const between = (sentence: string) =>
		sentence.match(/"[\w-]+"/g)?.map((rule) => rule.slice(1, -1));
	expect(eventLoops(loops).map(between)).toEqual([
		["one", "two", "three"],
		["short", "three"],
		["two-again", "three", "one"],
		["self"],
	]);
});

test("a reason for one of two rules between the same events leaves the other", () => {
	const loops = [
		service("a", {
			trusted: emits("x", "y", "it ends"),
			other: emits("x", "y"),
		}),
		service("b", { back: emits("y", "x") }),
	];
	expect(eventLoops(loops)).toHaveLength(1);
});

describe("for any rules", () => {
	const events = ["a", "b", "c", "d", "e"];
	const edge = fc.record({
		from: fc.constantFrom(...events),
		to: fc.constantFrom(...events),
		kind: fc.constantFrom("emits", "emits", "emits", "reason", "materializes"),
	});
	const rulesOf = (edges: { from: string; to: string; kind: string }[]) =>
		Object.fromEntries(
			edges.map(({ from, to, kind }, i) => [
				`r${i}`,
				kind === "materializes"
					? { on: [from], materializes: to }
					: emits(from, to, kind === "reason" ? "it ends" : undefined),
			]),
		);
	/** The plain way: what is reachable, by the closure of the relation. */
	const reachable = (edges: readonly { from: string; to: string }[]) => {
		const pairs = new Set(edges.map(({ from, to }) => from + to));
		for (const via of events)
			for (const from of events)
				for (const to of events)
					if (pairs.has(from + via) && pairs.has(via + to))
						pairs.add(from + to);
		return pairs;
	};

	test("a rule is named exactly when it is part of a loop; no loop is listed twice", () => {
		fc.assert(
			fc.property(fc.array(edge, { maxLength: 12 }), (edges) => {
				const sentences = eventLoops([service("s", rulesOf(edges))]);
				const listed = sentences.map((sentence) =>
					[...sentence.matchAll(/"r(\d+)"/g)].map(([, i]) => Number(i)),
				);

				const open = edges.filter(({ kind }) => kind === "emits");
				const pairs = reachable(open);
				const inLoops = edges.flatMap(({ from, to, kind }, i) =>
					kind === "emits" && (to === from || pairs.has(to + from)) ? [i] : [],
				);
				expect([...new Set(listed.flat())].sort()).toEqual(inLoops.sort());

				for (const loop of listed) {
					expect(new Set(loop).size).toBe(loop.length);
					loop.forEach((rule, step) => {
						const next = loop[(step + 1) % loop.length] ?? rule;
						expect(edges[rule]?.to).toBe(edges[next]?.from);
					});
				}
				const sets = listed.map((loop) => [...loop].sort().join());
				expect(new Set(sets).size).toBe(sets.length);
			}),
			{ numRuns },
		);
	});
});
