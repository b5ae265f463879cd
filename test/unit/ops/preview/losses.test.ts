import { unknown } from "../../../../ops/preview/record/recording";
import { compared, recording, resource, types } from "./recordings";

const replica = (regionName: string, rest: object = {}) => ({
	regionName,
	...rest,
});
const table = (replicas: unknown, rest: object = {}) =>
	resource(types.table, "orders-table", {
		inputs: { hashKey: "pk", replicas },
		...rest,
	});

describe("a table's replica", () => {
	const two = [replica("eu-west-1"), replica("us-west-2")];
	const lost = (region: string) => ({
		name: `orders-table/${region}`,
		region,
		change: "delete",
		allowed: false,
		lost: expect.stringContaining("replica"),
	});

	test.each<[string, unknown, object[]]>([
		["stays", two, []],
		["stays in another order", [...two].reverse(), []],
		["is gone", [two[1]], [lost("eu-west-1")]],
		["is gone with all others", [], [lost("eu-west-1"), lost("us-west-2")]],
		["is gone with the list", undefined, [{}, {}]],
		[
			"is in another region",
			[two[0], replica("eu-west-3")],
			[lost("us-west-2")],
		],
	])("%s", (_what, replicas, expected) => {
		const report = compared(
			recording([table(two)]),
			recording([table(replicas)]),
		);
		expect(report.stateful).toHaveLength(expected.length);
		expect(report.stateful).toMatchObject(expected);
		expect(report.allowed).toBe(expected.length === 0);
	});

	it("may go if the stack's file names it with its region; the table's name is not enough", () => {
		const allowing = (name: string) =>
			compared(
				recording([table(two)]),
				recording([table([two[1]])], { replacements: [name] }),
			);
		expect(allowing("orders-table/eu-west-1")).toMatchObject({
			allowed: true,
			unusedReplacements: [],
		});
		expect(allowing("orders-table")).toMatchObject({
			allowed: false,
			unusedReplacements: [{ exists: true }],
		});
		expect(allowing("orders-table/us-west-2")).toMatchObject({
			allowed: false,
			unusedReplacements: [{ exists: true }],
		});
	});

	it("is held by its own deletion protection", () => {
		const held = [replica("eu-west-1", { deletionProtectionEnabled: true })];
		const { stateful } = compared(
			recording([table(held)]),
			recording([table([])]),
		);
		expect(stateful[0]?.held).toHaveLength(1);
	});

	it("is lost with its table, and is told once", () => {
		const { stateful } = compared(recording([table(two)]), recording([]));
		expect(stateful).toMatchObject([{ name: "orders-table" }]);
	});

	it("is told beside a table that only may be replaced, and where the list is not known", () => {
		const { stateful } = compared(
			recording([table(two)]),
			recording([
				resource(types.table, "orders-table", {
					inputs: { hashKey: unknown, replicas: unknown },
				}),
			]),
		);
		expect(stateful).toMatchObject([
			{ name: "orders-table/eu-west-1", change: "may-replace" },
			{ name: "orders-table", change: "may-replace" },
			{ name: "orders-table/us-west-2", change: "may-replace" },
		]);
	});

	it("stays where the program tells Pulumi to ignore them", () => {
		const { stateful } = compared(
			recording([table(two)]),
			recording([table([], { ignoreChanges: ["replicas"] })]),
		);
		expect(stateful).toEqual([]);
	});
});

describe("an option that replaces", () => {
	const tagged = (tag: string, rest: object = {}) =>
		resource(types.table, "orders-table", {
			inputs: { tags: { tag } },
			...rest,
		});

	test.each<[string, object, object, string[]]>([
		["any input", {}, { replaceOnChanges: ["*"] }, ["tags"]],
		["any of an input", {}, { replaceOnChanges: ["tags.*"] }, ["tags"]],
		["any of a list", {}, { replaceOnChanges: ["[*]"] }, ["tags"]],
		[
			"another trigger",
			{ replacementTrigger: 1 },
			{ replacementTrigger: 2 },
			["(option) replacementTrigger"],
		],
		[
			"a new trigger",
			{},
			{ replacementTrigger: { at: "noon" } },
			["(option) replacementTrigger"],
		],
	])("%s", (_what, before, after, replacedBy) => {
		const isTrigger = "replacementTrigger" in after;
		const { stateful, allowed } = compared(
			recording([tagged("a", before)]),
			recording([tagged(isTrigger ? "a" : "b", after)]),
		);
		expect(stateful).toMatchObject([{ change: "replace", replacedBy }]);
		expect(allowed).toBe(false);
	});

	it("takes a resource with another one that is replaced", () => {
		const bus = (name: string) =>
			resource(types.bus, "hub-bus", { inputs: { name } });
		const [was, is] = [bus("a"), bus("b")];
		const { stateful } = compared(
			recording([was, tagged("a", { replaceWith: [was.urn] })]),
			recording([is, tagged("a", { replaceWith: [is.urn] })]),
		);
		expect(stateful).toMatchObject([
			{
				change: "replace",
				follows: ["hub-bus"],
				replacedBy: ["(option) replaceWith"],
			},
		]);
	});
});

describe("of a type that no table here knows", () => {
	const cluster = (rest: object = {}) =>
		resource("aws:rds/cluster:Cluster", "orders-cluster", rest);

	test.each([
		["a deletion", [] as ReturnType<typeof cluster>[]],
		["a replacement", [cluster({ inputs: { region: "eu-west-1" } })]],
	])("%s is told as such", (_what, after) => {
		const { resources, allowed } = compared(
			recording([cluster()]),
			recording(after),
		);
		expect(resources).toMatchObject([
			{ note: "what it holds is not known here", unknownLoss: true },
		]);
		expect(allowed).toBe(true);
	});

	it("an update or a creation is none, nor what is known to hold nothing", () => {
		const role = resource(types.role, "role");
		const { resources } = compared(
			recording([role, cluster()]),
			recording([
				cluster({ inputs: { tags: { a: "b" } } }),
				resource("aws:rds/cluster:Cluster", "other"),
			]),
		);
		expect(resources).toHaveLength(3);
		expect(resources.filter(({ unknownLoss }) => unknownLoss)).toEqual([]);
	});
});
