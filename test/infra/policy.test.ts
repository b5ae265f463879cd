import { openRoutes, queuesWithoutRedrive } from "../../policy/exceptions";
import { isAbout, violations } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { evaluate } from "./evaluate";
import { custom, everyOf, ofType, text } from "./query";
import type { Run } from "./run";

/** Rules about what nobody has, or wants. */
const aboutNothing = ["no-function-urls", "no-users"];

interface Case {
	of: string;
	stack: "dev" | "preview" | "prod";
	preview: boolean;
	count: number;
}

const cases: Case[] = [
	{ of: "dev", stack: "dev", preview: false, count: 250 },
	{ of: "preview", stack: "preview", preview: false, count: 250 },
	{ of: "prod", stack: "prod", preview: false, count: 500 },
	{ of: "a preview of prod", stack: "prod", preview: true, count: 500 },
];
const runs = new Map<string, Run>();
const runOf = (name: string) => {
	const run = runs.get(name);
	if (!run) throw new Error(`${name} was not evaluated`);
	return run;
};

beforeAll(async () => {
	for (const each of cases) runs.set(each.of, await evaluate(each));
});

describe.each(cases)("the rules of the policy pack, over $of", (each) => {
	it("find nothing", () => {
		const resources = custom(runOf(each.of));
		expect(resources.length).toBeGreaterThan(each.count);
		const found = violations(rules, resources).map(
			({ rule, resource, what }) => `${rule.id}: ${resource.name}: ${what}`,
		);
		expect(found).toEqual([]);
	});

	it("have something to look at, each of them", () => {
		const resources = custom(runOf(each.of));
		const idle = rules.filter(
			(rule) => !resources.some((resource) => isAbout(rule, resource)),
		);
		expect(idle.map(({ id }) => id)).toEqual(aboutNothing);
	});
});

describe("the exceptions of the policy pack", () => {
	it("are needed, and say why", () => {
		const run = runOf("prod");
		for (const { name, reason } of queuesWithoutRedrive) {
			everyOf(
				ofType(run, "Queue").filter((queue) => name.test(queue.name)),
				({ inputs }) => inputs.redrivePolicy === undefined,
				2,
			);
			expect(reason.length).toBeGreaterThan(20);
		}
		for (const { routeKey, reason } of openRoutes) {
			everyOf(
				ofType(run, "Route").filter((route) =>
					routeKey.test(text(route, "routeKey")),
				),
				({ inputs }) => inputs.authorizationType === "NONE",
				2,
			);
			expect(reason.length).toBeGreaterThan(20);
		}
	});
});

it("a default that protects is missed as soon as it is gone", () => {
	const run = runOf("a preview of prod");
	const without = (type: string, property: string) =>
		custom(run).map((resource) =>
			resource.type.endsWith(`:${type}`)
				? { ...resource, inputs: { ...resource.inputs, [property]: undefined } }
				: resource,
		);
	const found = (type: string, property: string) => [
		...new Set(
			violations(rules, without(type, property)).map(({ rule }) => rule.id),
		),
	];
	expect(found("EventSourceMapping", "destinationConfig")).toEqual([
		"stream-failures",
	]);
	expect(found("Table", "deletionProtectionEnabled")).toEqual([
		"deletion-refused-by-aws",
	]);
	expect(found("Table", "pointInTimeRecovery")).toEqual(["table-recovery"]);
	expect(found("LogGroup", "retentionInDays")).toEqual(["log-retention"]);
	expect(found("Queue", "region")).toEqual(["region-said"]);
});
