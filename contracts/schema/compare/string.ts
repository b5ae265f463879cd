import type { Text } from "../form/form";
import { intersect } from "../form/range";
import { implies, lengthOf, type Rule } from "../form/string-rule";
import type { Path } from "../path";
import { incompatible, type Mismatch, undecided } from "./finding";
import { compareLength } from "./length";

export function compareString(sent: Text, read: Text, path: Path): Mismatch[] {
	const length = sent.rules.map(lengthOf).reduce(intersect, sent.length);
	const missing = read.rules.filter(
		(wanted) => !sent.rules.some((rule) => implies(rule, wanted)),
	);
	return [
		...compareLength(
			length,
			read.length,
			"characters",
			path,
			// only the text of a pattern is known, not which strings it lets through
			sent.rules.some(isPattern) ? undecided : incompatible,
		),
		...missing.flatMap((wanted) => explain(sent.rules, wanted, path)),
	];
}

function explain(sent: readonly Rule[], wanted: Rule, path: Path): Mismatch[] {
	const has = sent.map(nameOf).join(" and ") || "any text";
	const demand = `The consumer demands ${nameOf(wanted)}, the producer promises ${has}`;
	const unknown = [wanted, ...sent].some(isPattern);
	return unknown
		? undecided(path, `${demand}: use the same pattern on both sides.`)
		: incompatible(path, `${demand}.`);
}

function isPattern({ name }: Rule): boolean {
	return name === "pattern";
}

function nameOf(rule: Rule): string {
	switch (rule.name) {
		case "pattern":
			return `the pattern /${rule.source}/${rule.flags}`;
		case "uuid":
			return `uuid${rule.version ?? ""}`;
		case "datetime": {
			const { name, ...options } = rule;
			return `${name} ${JSON.stringify(options)}`;
		}
		default:
			return rule.name;
	}
}
