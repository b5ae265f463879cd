import type { Resource } from "./resource";

interface Common {
	/** Names it in the output of Pulumi and in docs/policies.md. */
	id: string;
	/** The same check in cdk-nag (`AwsSolutions-…`), checkov (`CKV_…`) or prowler; none: it is of this project. */
	checks: readonly string[];
	severity: "high" | "medium" | "low";
	/** What must be so, in a sentence. */
	says: string;
	/** How to mend it, in a sentence. */
	mend: string;
	/** The types that it is about; `aws:*` is all of AWS's. */
	types: readonly string[];
}

/** About one resource by itself. */
export interface ResourceRule extends Common {
	/** What is wrong with a resource of one of the types: a few words each. */
	check(resource: Resource): string[];
}

/** About how the resources of a stack stand to each other. */
export interface StackRule extends Common {
	checkStack(resources: readonly Resource[]): Finding[];
}

export type Rule = ResourceRule | StackRule;

export interface Finding {
	resource: Resource;
	/** What is wrong with it. */
	what: string;
}

export interface Violation extends Finding {
	rule: Rule;
}

/** The same of each of them. */
export function found(resources: Resource[], what: string): Finding[] {
	return resources.map((resource) => ({ resource, what }));
}

/** Nothing where it is well. */
export function unless(isWell: boolean, what: string): string[] {
	return isWell ? [] : [what];
}

export function isAbout(
	{ types }: Rule,
	{ type }: Pick<Resource, "type">,
): boolean {
	return (
		types.includes(type) || (types.includes("aws:*") && type.startsWith("aws:"))
	);
}

/** All that is wrong with the resources of a stack. */
export function violations(
	rules: readonly Rule[],
	resources: readonly Resource[],
): Violation[] {
	return rules.flatMap((rule) =>
		findings(rule, resources).map((finding) => ({ rule, ...finding })),
	);
}

function findings(rule: Rule, resources: readonly Resource[]): Finding[] {
	if ("checkStack" in rule) return rule.checkStack(resources);
	return resources
		.filter((resource) => isAbout(rule, resource))
		.flatMap((resource) =>
			rule.check(resource).map((what) => ({ resource, what })),
		);
}
