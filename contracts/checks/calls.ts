import type { Contract } from "../contract";

type Calling = Extract<Contract["rules"][string], { calls: string }>;

/** A rule that calls keeps its intent in a row of its own, which nothing publishes. */
export function misusedCall(
	{ name, rows, rules, systems }: Contract,
	ruleName: string,
	{ calls, intends }: Calling,
): string[] {
	const where = `${name}: the rule "${ruleName}"`;
	const problems: string[] = [];
	if (!(calls in systems))
		problems.push(
			`${where} calls "${calls}", which is no system of the contract: declare it in \`systems\``,
		);
	const kind = rows[intends]?.kind;
	if (kind !== "internal")
		problems.push(
			`${where} intends "${intends}", which is ${kind ?? "not in the contract"}: the intent to call is an internal row`,
		);
	if ("call" in (rows[intends]?.fields ?? {}))
		problems.push(
			`${where} intends "${intends}", whose field "call" is where the runtime notes what became of the call: rename it`,
		);
	for (const [other, rule] of Object.entries(rules))
		if ("calls" in rule && rule.intends === intends && other > ruleName)
			problems.push(
				`${where} and "${other}" intend the same row "${intends}": one row has one writer, give each rule a row of its own`,
			);
	return problems;
}
