import {
	openRoutes,
	policyExceptions,
	queuesWithoutRedrive,
} from "../../policy/exceptions";
import type { Rule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { waived } from "../../policy/waived";
import { table } from "./tables";

const code = (text: string) => `\`${text}\``;
const short = (check: string) => check.replace("AwsSolutions-", "nag ");

/** What the policy pack asks for, where it makes exceptions, and what it does not ask for. */
export const policySections = {
	rules: ruleTable(rules),
	exceptions: exceptionTable(),
	waived: table(
		["check", "asks for", "not here, because"],
		waived.map(({ checks, asks, because }) => [
			checks.map(short).join(", "),
			asks,
			because,
		]),
	),
};

export function ruleTable(rules: readonly Rule[]): string {
	return table(
		["rule", "severity", "what must be so", "elsewhere known as"],
		rules.map(({ id, severity, says, checks }) => [
			code(id),
			severity,
			says,
			checks.map(short).join(", "),
		]),
	);
}

function exceptionTable(): string {
	return table(
		["rule", "exception", "because"],
		[
			...policyExceptions.map(({ actions, resource, reason }) => [
				code("narrow-permissions"),
				`${actions.map(code).join(", ")} on ${code(resource.source)}`,
				reason,
			]),
			...queuesWithoutRedrive.map(({ name, reason }) => [
				code("queue-redrive"),
				code(name.source),
				reason,
			]),
			...openRoutes.map(({ routeKey, reason }) => [
				code("route-authorization"),
				code(routeKey.source),
				reason,
			]),
		],
	);
}
