import * as core from "zod/v4/core";
import { type Outside, outside, type Text } from "./form";
import { ANY_LENGTH, intersect, readLength } from "./range";
import { type Rule, readRule } from "./string-rule";

export function readString(schema: core.$ZodString): Text | Outside {
	const { coerce, checks = [] } = schema._zod.def;
	const reasons: string[] = [];
	const rules: Rule[] = [];
	let length = ANY_LENGTH;
	if (coerce)
		reasons.push("A contract says what is sent: z.string(), not coerced.");
	// z.email() is its own first check, z.string().email() has it in the list
	const own = schema instanceof core.$ZodCheckStringFormat ? [schema] : [];
	for (const check of [...own, ...checks]) {
		const range = readLength(check);
		const rule = range ? undefined : readRule(check);
		if (range) length = intersect(length, range);
		if (typeof rule === "string") reasons.push(rule);
		if (typeof rule === "object") rules.push(rule);
		// it trims, which would undo the checks before it
		if (check instanceof core.$ZodURL && check !== own[0])
			reasons.push("Write z.url() instead of z.string().url().");
	}
	if (reasons.length > 0) return outside(...reasons);
	const accepts = (value: unknown) => core.safeParse(schema, value).success;
	return { kind: "string", length, rules, accepts };
}
