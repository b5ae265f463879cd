import { types } from "../../local/provider/inputs/declared";
import { planProblems, rules } from "../../local/provider/rules";
import { evaluate } from "./evaluate";
import { custom } from "./query";
import { type Registered, unknown } from "./run";

const isOpen = (value: unknown) => value === unknown;

/** What is found, and how much was looked at. */
function check(resources: Registered[]) {
	const problems = resources.flatMap(({ type, name, inputs }) =>
		planProblems(type, inputs, isOpen).map(
			({ path, message }) => `${name}: ${path.join(".")} ${message}`,
		),
	);
	const applied = resources.map(
		({ type, inputs }) =>
			(rules[type] ?? []).filter((rule) => rule.applies(inputs, isOpen)).length,
	);
	return { problems, applied: applied.reduce((a, b) => a + b, 0) };
}

describe.each([
	["dev", false, 1000],
	["dev", true, 600],
	["prod", false, 2000],
	["prod", true, 1200],
] as const)("%s, in a preview: %s", (stack, preview, atLeast) => {
	it("has inputs that the real provider and AWS take", async () => {
		const run = await evaluate({ stack, preview });
		const resources = custom(run);
		const { problems, applied } = check(resources);
		expect(problems).toEqual([]);
		expect(applied).toBeGreaterThan(atLeast);
		for (const { type } of resources)
			expect(Object.keys(types)).toContain(type);
	});
});
