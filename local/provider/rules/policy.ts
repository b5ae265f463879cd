import { isObject } from "../values";
import { each, parsed, type Rule } from "./rule";

const versions = ["2012-10-17", "2008-10-17"];

/** A policy document; `max` in characters without blanks, as AWS counts. */
export function policy(path: string, max: number): Rule[] {
	return [
		each(
			path,
			`must be a policy: JSON with a Version (${versions.join(" or ")}) and statements that allow or deny actions`,
			isPolicy,
		),
		each(
			path,
			`must have at most ${max} characters`,
			(value) => size(value) <= max,
		),
	];
}

function isPolicy(value: unknown): boolean {
	const document = parsed(value);
	if (!isObject(document)) return false;
	// AWS's own default is the old one, and SQS hangs without any.
	if (!versions.includes(String(document.Version))) return false;
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
