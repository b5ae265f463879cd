import type { Contract } from "./contract";

type Rule =
	| { materializes: string }
	| { collects: string }
	| { intends: string }
	| { emits: readonly string[] }
	| object;

/** The rows that a listener writes for a rule; what the rule decides of collected events is written by the trigger. */
export function writtenRows(
	rule: Rule,
	produces: Readonly<
		Record<string, Pick<Contract["produces"][string], "from">>
	>,
): string[] {
	if ("materializes" in rule) return [rule.materializes];
	if ("collects" in rule) return [rule.collects];
	if ("intends" in rule) return [rule.intends];
	if (!("emits" in rule)) return [];
	return rule.emits.flatMap((type) => produces[type]?.from ?? []);
}
