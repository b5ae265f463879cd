import type { Fault } from "../../../ops/faults/fault";
import { wrongEvents } from "../../journey/chaos/events";
import { wrongFaults } from "../../journey/chaos/faults";
import { Heard } from "../../journey/chaos/heard";
import type { Order } from "../../journey/chaos/order";
import { planOf } from "../../journey/chaos/plan";
import { Random } from "../../journey/chaos/random";
import { Reasons } from "../../journey/chaos/reasons";
import { differences } from "../../journey/chaos/views";
import { spell } from "../../journey/chaos/weather";

const numbers = (random: Random) =>
	Array.from({ length: 5 }, () => random.next());

describe("a seed", () => {
	test("gives the same numbers, orders and weather again", () => {
		for (const draw of [
			numbers,
			(random: Random) => planOf(1, random),
			(random: Random) => spell(["us-east-1", "us-west-2"], random),
		])
			expect(draw(new Random("a"))).toEqual(draw(new Random("a")));
		expect(numbers(new Random("a"))).not.toEqual(numbers(new Random("b")));
	});

	test("gives each actor numbers of its own, whoever is faster", () => {
		const [one, other] = [new Random("a"), new Random("a")];
		numbers(one);
		expect(numbers(one.fork("x"))).toEqual(numbers(other.fork("x")));
		expect(numbers(one.fork("x"))).not.toEqual(numbers(one.fork("y")));
	});

	test("a number is within its ends, and each comes up", () => {
		const random = new Random("a");
		const all = Array.from({ length: 100 }, () => random.int(1, 3));
		expect(new Set(all)).toEqual(new Set([1, 2, 3]));
	});
});

const plan = planOf(1, new Random("a"));
const order: Order = { plan, orderId: "o1", stage: "accepted", wrong: [] };

function heardOf(...events: [id: string, type: string, note?: string][]) {
	const heard = new Heard();
	for (const [id, type, note] of events)
		heard.hear(
			JSON.stringify({
				...{ id, type, timestamp: 1, partitionKey: "o1", note },
				tags: { source: "customer" },
			}),
		);
	return heard;
}

describe("events", () => {
	const right: [string, string][] = [
		["1", "order-submitted"],
		["2", "order-accepted"],
	];

	test("one for each change, however often it comes, is right", () => {
		expect(wrongEvents(heardOf(...right, ...right), [order])).toEqual([]);
	});

	test.each<[string, [string, string, string?][], string]>([
		["lost", right.slice(1), "order-submitted o1 has 0 ids"],
		[
			"of two ids",
			[...right, ["3", "order-accepted"]],
			"order-accepted o1 has 2 ids",
		],
		[
			"of nothing",
			[...right, ["3", "delivery-completed"]],
			"delivery-completed o1 should not be",
		],
		[
			"with another content",
			[...right, ["1", "order-submitted", "no nuts"]],
			"order-submitted 1 came with two different contents",
		],
	])("one %s is wrong", (_, events, problem) => {
		expect(wrongEvents(heardOf(...events), [order])).toEqual([problem]);
	});

	test("what is encrypted anew is the same content", () => {
		const events = heardOf(
			["1", "order-submitted", "encrypted:a"],
			["1", "order-submitted", "encrypted:b"],
			["2", "order-accepted"],
		);
		expect(wrongEvents(events, [order])).toEqual([]);
	});
});

const fault = (name: string, status: Fault["status"]) =>
	({
		...{ pk: "f1", source: "customer", rule: "*", region: "us-east-1", status },
		error: { name, message: "why" },
	}) as Fault;

test.each<[Fault, number]>([
	[fault("ReceivedTooOften", "resubmitted"), 0],
	[fault("StreamGaveUp", "resubmitted"), 0],
	[fault("StreamGaveUp", "open"), 1],
	[fault("TypeError", "resubmitted"), 1],
])("of faults, one is wrong that is open or unexplained (%#)", (one, wrong) => {
	expect(wrongFaults([one])).toHaveLength(wrong);
});

test("a request's failure is explained by what was injected, or is a bug", () => {
	const reasons = new Reasons();
	for (const [name, message] of [
		["ThrottlingException", "ThrottlingException"],
		["Error", "read ECONNRESET"],
		["TypeError", "undefined is not a function"],
	])
		reasons.hear(
			JSON.stringify({ message: "request failed", error: { name, message } }),
		);
	expect([...reasons.unexplained]).toEqual([
		"TypeError: undefined is not a function",
	]);
});

test("of facts those are told that differ", () => {
	const facts = { a: [1, 1], b: [{ x: 1 }, undefined] } as const;
	expect(differences(order, facts)).toEqual([
		'o1 (accepted): b is {"x":1}, not undefined',
	]);
});
