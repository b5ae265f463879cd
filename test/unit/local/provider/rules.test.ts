import { replacing } from "../../../../local/provider/replacing";
import { planProblems, rules } from "../../../../local/provider/rules";
import type { Rule } from "../../../../local/provider/rules/rule";
import { examples } from "./rule-examples";

const open = "?";
const isOpen = (value: unknown) => value === open;
const types = Object.keys(rules);

it("has rules, or at least the declarations, for every type, and examples of all rules", () => {
	expect(Object.keys(examples).sort()).toEqual([...types].sort());
	expect(Object.keys(replacing)).toEqual(expect.arrayContaining(types));
});

describe.each(types)("%s", (type) => {
	const { good = {}, taken = [], bad = [] } = examples[type] ?? {};
	const breaks = (rule: Rule) =>
		bad.filter(
			(change) => rule.problems({ ...good, ...change }, isOpen).length > 0,
		);

	it("is taken where nothing is wrong", () => {
		expect(planProblems(type, good, isOpen)).toEqual([]);
	});

	if (taken.length > 0)
		it.each(taken)("is taken with %j", (change) => {
			expect(planProblems(type, { ...good, ...change }, isOpen)).toEqual([]);
		});

	it.each(rules[type] ?? [])("is refused where not: $says", (rule) => {
		expect(breaks(rule)).not.toEqual([]);
		expect(rule.problems(good, isOpen)).toEqual([]);
	});

	it.each(bad)("is refused with %j", (change) => {
		const problems = planProblems(type, { ...good, ...change }, isOpen);
		expect(problems).not.toEqual([]);
		for (const { path, message } of problems) {
			expect(path.length).toBeGreaterThan(0);
			expect(message).toMatch(/^[\w$(].{5,}/);
		}
	});

	it("is not judged where nothing is known yet", () => {
		const unknowns = Object.keys(Object.assign({}, good, ...bad)).map(
			(name) => [name, open],
		);
		expect(planProblems(type, Object.fromEntries(unknowns), isOpen)).toEqual(
			[],
		);
	});
});

it.each<[string, object, string]>([
	[
		"aws:sqs/queue:Queue",
		{ visibilityTimeout: 30 },
		"visibilityTimeout: there is no such input",
	],
	["aws:lambda/function:Function", { code: {} }, "role: is required"],
	[
		"aws:sqs/queue:Queue",
		{ delaySeconds: "long" },
		'delaySeconds: must be a number, and is "long"',
	],
	[
		"aws:sqs/queue:Queue",
		{ fifoQueue: "yes" },
		'fifoQueue: must be a boolean, and is "yes"',
	],
	[
		"aws:sqs/queue:Queue",
		{ name: ["queue"] },
		'name: must be a string, and is ["queue"]',
	],
	[
		"aws:sqs/queue:Queue",
		{ tags: "none" },
		'tags: must be an object, and is "none"',
	],
	[
		"aws:lambda/function:Function",
		{ role: "r", layers: "layer" },
		'layers: must be a list, and is "layer"',
	],
	[
		"aws:lambda/function:Function",
		{ role: "r", environment: { TABLE_NAME: "table" } },
		"environment.TABLE_NAME: there is no such input",
	],
	[
		"aws:dynamodb/table:Table",
		{ attributes: [{ name: "pk" }] },
		"attributes.0.type: is required",
	],
	[
		"aws:dynamodb/table:Table",
		{ ttl: true },
		"ttl: must be an object, and is true",
	],
])(
	"tells of %s what @pulumi/aws does not declare: %j",
	(type, inputs, says) => {
		const told = planProblems(type, { ...inputs }, isOpen).map(
			({ path, message }) => `${path.join(".")}: ${message}`,
		);
		expect(told).toEqual([says]);
	},
);

it("reads numbers and booleans from texts, as the real provider does", () => {
	const inputs = { delaySeconds: "5", fifoQueue: "false", name: 7 };
	expect(planProblems("aws:sqs/queue:Queue", inputs, isOpen)).toEqual([]);
});

it("says nothing of a type that it does not know", () => {
	expect(planProblems("aws:ec2/vpc:Vpc", { a: 1 }, isOpen)).toEqual([]);
});
