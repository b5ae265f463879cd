import type {
	Policies,
	PolicyResource,
	ResourceValidationArgs,
} from "@pulumi/policy";
import { type Resource, unknown } from "./resource";
import { isAbout, type Rule } from "./rule";

/** A rule as Pulumi's engine asks it: of each resource before it is made, or of all together at the end. */
export function policyOf(rule: Rule): Policies[number] {
	const common = {
		name: rule.id,
		description: [rule.says, rule.mend].join(" "),
		enforcementLevel: "mandatory" as const,
		severity: rule.severity,
		tags: [...rule.checks],
		remediationSteps: rule.mend,
	};
	if ("checkStack" in rule)
		return {
			...common,
			validateStack({ resources }, report) {
				for (const { resource, what } of rule.checkStack(
					resources.map(resourceOf),
				))
					report(what, resource.urn);
			},
		};
	return {
		...common,
		validateResource(args, report) {
			if (!isAbout(rule, args)) return;
			for (const what of rule.check(resourceOf(args))) report(what);
		},
	};
}

function resourceOf(given: ResourceValidationArgs | PolicyResource): Resource {
	const { urn, type, name, props, opts } = given;
	const dependencies = "dependencies" in given ? given.dependencies : [];
	return {
		urn,
		type,
		name,
		inputs: Object.fromEntries(
			Object.keys(props).map((key) => [key, known(() => props[key])]),
		),
		protect: opts.protect,
		dependencies: dependencies.map((each) => each.urn),
	};
}

/** A plain copy: the engine's own throws where a value is not known yet. */
function known(read: () => unknown): unknown {
	let value: unknown;
	try {
		value = read();
	} catch (error) {
		if (Object(error).constructor.name === "UnknownValueError") return unknown;
		throw error;
	}
	if (Array.isArray(value))
		return Array.from(value.keys(), (i) => known(() => value[i]));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.keys(value).map((key) => [key, known(() => Object(value)[key])]),
	);
}
