import type { Problem, Properties } from "../../resources/handler";
import { type IsOpen, typeProblems } from "../inputs/type-problems";
import { apigateway } from "./apigateway";
import { cloudwatch } from "./cloudwatch";
import { events } from "./events";
import { identity } from "./identity";
import { lambda } from "./lambda";
import { queues } from "./queues";
import type { Rule } from "./rule";
import { storage } from "./storage";

/** By Pulumi's type token. */
export const rules: Readonly<Record<string, readonly Rule[]>> = {
	...apigateway,
	...cloudwatch,
	...events,
	...identity,
	...lambda,
	...queues,
	...storage,
};

/** What the real provider would refuse of the inputs before anything is made, or AWS when it is. */
export function planProblems(
	type: string,
	inputs: Properties,
	isOpen: IsOpen,
): Problem[] {
	// A value of another kind would break rules, too.
	const kinds = typeProblems(type, inputs, isOpen);
	if (kinds.length > 0) return kinds;
	return (rules[type] ?? []).flatMap((rule) => rule.problems(inputs, isOpen));
}
