import { isObject } from "../values";
import { each, parsed, type Rule } from "./rule";

const versions = ["2012-10-17", "2008-10-17"];

/** A policy document; `max` in characters without blanks, as AWS counts. Without a Version it has the older one. */
export function policy(path: string, max: number): Rule[] {
	return [
		each(
			path,
			`must be a policy: JSON with statements that allow or deny actions, and if it has a Version then ${versions.join(" or ")}`,
			isPolicy,
		),
		each(
			path,
			`must have at most ${max} characters`,
			(value) => size(value) <= max,
		),
	];
}

/** A queue's: SQS hangs without a Version. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue_policy */
export function queuePolicy(path: string): Rule[] {
	return [
		...policy(path, 10_240),
		each(
			path,
			`must have a Version, ${versions.join(" or ")}`,
			(value) => Object(parsed(value)).Version !== undefined,
		),
	];
}

function isPolicy(value: unknown): boolean {
	const document = parsed(value);
	if (!isObject(document)) return false;
	const { Version = versions[0] } = document;
	if (!versions.includes(String(Version))) return false;
	const statements = [document.Statement].flat();
	return statements.length > 0 && statements.every(isStatement);
}

function isStatement(value: unknown): boolean {
	if (!isObject(value)) return false;
	const hasAction = "Action" in value !== "NotAction" in value;
	return hasAction && ["Allow", "Deny"].includes(String(value.Effect));
}

function size(value: unknown): number {
	return JSON.stringify(parsed(value) ?? "").length;
}
