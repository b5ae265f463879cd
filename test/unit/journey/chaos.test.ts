import type { Fault } from "../../../ops/faults/fault";
import { wrongDecisions } from "../../journey/chaos/decisions";
import { wrongEvents } from "../../journey/chaos/events";
import {
	customerStatus,
	type Fate,
	restaurantStatus,
} from "../../journey/chaos/fate";
import { wrongFaults } from "../../journey/chaos/faults";
import { Heard } from "../../journey/chaos/heard";
import { sumsOf, wrongMoney } from "../../journey/chaos/money";
import type { Order } from "../../journey/chaos/order";
import { type Ending, planOf } from "../../journey/chaos/plan";
import { brokenPromises } from "../../journey/chaos/promises";
import { Random } from "../../journey/chaos/random";
import { Reasons } from "../../journey/chaos/reasons";
import { expectedSettlements } from "../../journey/chaos/settlements";
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
const order: Order = { plan, orderId: "o1", told: {}, wrong: [] };
const total = { amount: 500, currency: "EUR" };

/** Of an order that nobody accepted, unless said otherwise. */
const fateOf = (fate: Partial<Fate> = {}): Fate => ({
	...{ order, orderId: "o1", total, decisions: [] },
	...{ accepted: false, cancelled: false, ready: false, expired: true },
	book: {
		...{ requests: 1, authorized: 500, voided: 500 },
		...{ declined: false, currency: "EUR" },
	},
	...{ driver: undefined, delivery: undefined },
	...fate,
});
const readyBook = { ...fateOf().book, voided: 0 };
const ready = fateOf({
	...{ accepted: true, ready: true, expired: false, book: readyBook },
});

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
		["3", "payment-authorized"],
		["4", "order-ready"],
	];

	test("one for each change, however often it comes, is right", () => {
		expect(wrongEvents(heardOf(...right, ...right), [ready])).toEqual([]);
	});

	test.each<[string, [string, string, string?][], string]>([
		["lost", right.slice(1), "order-submitted o1 has 0 ids"],
		[
			"of two ids",
			[...right, ["5", "order-accepted"]],
			"order-accepted o1 has 2 ids",
		],
		[
			"of nothing",
			[...right, ["5", "delivery-completed"]],
			"delivery-completed o1 should not be",
		],
		[
			"with another content",
			[...right, ["1", "order-submitted", "no nuts"]],
			"order-submitted 1 came with two different contents",
		],
	])("one %s is wrong", (_, events, problem) => {
		expect(wrongEvents(heardOf(...events), [ready])).toEqual([
			expect.stringContaining(problem),
		]);
	});

	test("a change of a menu that is done again may have another time, and nothing else", () => {
		const menus = (...events: object[]) => {
			const heard = heardOf(...right);
			for (const event of events)
				heard.hear(
					JSON.stringify({
						...{ id: "m", type: "menu-item-updated", timestamp: 1 },
						...{ partitionKey: "r1", tags: {}, ...event },
					}),
				);
			return wrongEvents(heard, [ready]);
		};
		expect(menus({}, { timestamp: 2 })).toEqual([]);
		expect(menus({}, { timestamp: 2, price: 2 })).toHaveLength(1);
	});

	test("what is encrypted anew is the same content", () => {
		const events = heardOf(
			["1", "order-submitted", "encrypted:a"],
			["1", "order-submitted", "encrypted:b"],
			...right.slice(1),
		);
		expect(wrongEvents(events, [ready])).toEqual([]);
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
	expect(differences(ready, facts)).toEqual([
		'o1 (ready): b is {"x":1}, not undefined',
	]);
});

describe("money", () => {
	test("is right where it is kept for what is ready, and given back for all else", () => {
		expect([ready, fateOf()].flatMap(wrongMoney)).toEqual([]);
		const unasked = { ...readyBook, authorized: 0 };
		expect(wrongMoney(fateOf({ book: unasked }))).toEqual([]);
	});

	test.each<[string, Fate, string]>([
		["kept of what expired", fateOf({ book: readyBook }), "500 is kept"],
		[
			"given back of what is ready",
			{ ...ready, book: fateOf().book },
			"0 is kept",
		],
		[
			"asked for twice",
			fateOf({ book: { ...fateOf().book, requests: 2 } }),
			"2 requests to authorize it",
		],
		[
			"half of it",
			fateOf({ book: { ...readyBook, authorized: 250, voided: 250 } }),
			"250 was authorized, of 500",
		],
		[
			"declined for nothing",
			fateOf({ book: { ...readyBook, authorized: 0, declined: true } }),
			"500 was declined",
		],
	])("is wrong where it is %s", (_, fate, problem) => {
		expect(wrongMoney(fate).join()).toContain(problem);
	});

	test("that was authorized is what is ready, and what was voided", () => {
		const books = { o1: readyBook, o2: fateOf().book };
		expect(sumsOf([ready, fateOf()], books)).toEqual({
			...{ authorized: 1000, voided: 500, ready: 500 },
		});
	});
});

describe("a decision", () => {
	const decided = (events: string[], triggers: string[], fate = ready) => ({
		...fate,
		decisions: [
			{
				...{ key: "o1", timestamp: 1 },
				events: Object.fromEntries(events.map((type) => [type, {}])),
				triggers: triggers.map((type) => ({ id: type, type })),
			},
		],
	});
	const all = ["order-submitted", "order-accepted", "payment-authorized"];
	const heard = heardOf(
		...[...all, "order-cancelled"].map((type): [string, string] => [
			type,
			type,
		]),
	);
	const nothing = ["order-expired", "payment-void-requested"];

	test.each<[string, Fate]>([
		["ready", decided(["order-ready"], all)],
		[
			"expired",
			decided(nothing, ["order-submitted", "deadline-passed"], fateOf()),
		],
		[
			"void",
			decided(
				["payment-void-requested"],
				["order-submitted", "order-cancelled"],
				fateOf({ expired: false, cancelled: true }),
			),
		],
	])("that is %s follows from what was known", (_, fate) => {
		expect(wrongDecisions(heard, fate)).toEqual([]);
	});

	test.each<[string, Fate]>([
		["was not made", ready],
		["of two", { ...ready, decisions: Array(2).fill(decided([], [])) }],
		["without a payment", decided(["order-ready"], all.slice(0, 2))],
		[
			"of a cancelled order",
			decided(["order-ready"], [...all, "order-cancelled"]),
		],
		["before its time", decided(nothing, ["order-submitted"], fateOf())],
		["that everything is so", decided([...nothing, "order-ready"], all)],
	])("%s is wrong", (_, fate) => {
		expect(wrongDecisions(heard, fate)).toHaveLength(1);
	});

	test("that follows from what nobody said is wrong", () => {
		const fate = decided(["order-ready"], all);
		expect(wrongDecisions(heardOf(), fate)).toHaveLength(3);
	});
});

test.each<[string, string, Partial<Fate>]>([
	["delivered", "ready", { ...ready, delivery: "completed" }],
	// It was too late.
	["ready", "ready", { ...ready, cancelled: true }],
	["declined", "cancelled", { book: { ...readyBook, declined: true } }],
	["expired", "cancelled", { cancelled: true }],
	["cancelled", "cancelled", { cancelled: true, expired: false }],
	["accepted", "accepted", { accepted: true, expired: false }],
])("people are told that an order is %s", (customers, restaurants, fate) => {
	expect(customerStatus(fateOf(fate))).toBe(customers);
	expect(restaurantStatus(fateOf(fate))).toBe(restaurants);
});

describe("what was told", () => {
	const planned = (ending: Ending, told: Order["told"]): Order => ({
		...{ ...order, told },
		plan: { ...plan, ending },
	});

	test("and is so is right", () => {
		const [driver, delivery] = ["driver-1", "completed"] as const;
		const told = { accepted: true, driver, delivered: true } as const;
		const fate = { ...ready, driver, delivery };
		expect(
			brokenPromises({ ...fate, order: planned("delivered", told) }),
		).toEqual([]);
	});

	test.each<[string, Ending, Order["told"]]>([
		["its delivery is lost", "picked up", { driver: "driver-1" }],
		["its cancellation is lost", "cancelled first", { cancelled: true }],
		["nobody was to accept it", "never accepted", {}],
		["it was ready, and not delivered", "delivered", {}],
	])("is wrong where %s", (_, ending, told) => {
		const fate = { ...ready, order: planned(ending, told) };
		expect(brokenPromises(fate).length).toBeGreaterThan(0);
	});
});

test("a restaurant gets its orders of a day, by when they were decided", () => {
	const at = (time: string): Fate => ({
		...ready,
		decisions: [
			{ key: "o1", timestamp: Date.parse(time), events: {}, triggers: [] },
		],
	});
	const fates = [
		...[at("2026-11-25T23:59:59Z"), at("2026-11-25T10:00:00Z")],
		...[at("2026-11-26T00:00:00Z"), fateOf()],
	];
	const { restaurantId } = plan.basket;
	expect(expectedSettlements(fates)).toEqual([
		{
			...{ restaurantId, day: "2026-11-25", orders: 2 },
			total: { ...total, amount: 1000 },
		},
		{ ...{ restaurantId, day: "2026-11-26", orders: 1 }, total },
	]);
});
