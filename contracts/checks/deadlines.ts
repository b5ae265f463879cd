import type { Contract } from "../contract";
import { nearest } from "../nearest";

/** Deadlines of rules that there are not or that have none, and those that come when what was collected has expired. */
export function unfitDeadlines(
	deadlines: Readonly<Record<string, number>>,
	contracts: readonly Contract[],
): string[] {
	const lives = new Map<string, number>();
	for (const { name, rules, rows } of contracts)
		for (const [ruleName, rule] of Object.entries(rules))
			if ("collects" in rule && rule.deadline)
				lives.set(
					`${name}/${ruleName}`,
					rows[rule.collects]?.expireAfter ?? Number.POSITIVE_INFINITY,
				);
	return Object.entries(deadlines).flatMap(([rule, seconds]) => {
		const life = lives.get(rule);
		if (life === undefined) {
			const close = nearest(rule, [...lives.keys()]);
			const hint = close ? `: did you mean "${close}"?` : "";
			return [
				`deadlines has "${rule}", which is no rule with a deadline${hint}`,
			];
		}
		return seconds < life
			? []
			: [
					`deadlines has ${seconds} s for "${rule}", when its events have expired after ${life} s: they must live longer`,
				];
	});
}
