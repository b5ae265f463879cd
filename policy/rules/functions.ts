import { at, has, is } from "../resource";
import { type ResourceRule, unless } from "../rule";

const fn = ["aws:lambda/function:Function"];

/** Runtimes of Node that AWS supports, and until when. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const supported = ["nodejs22.x", "nodejs24.x"];

/** What keys look like that must be in Secrets Manager. */
const credentials =
	/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bsk_live_\w{16,}|\bgh[pousr]_\w{30,}/;

export const functions = [
	{
		id: "supported-runtime",
		checks: ["AwsSolutions-L1", "CKV_AWS_363"],
		severity: "medium",
		says: "A function runs on a runtime that AWS supports.",
		mend: `Set runtime to one of ${supported.join(", ")}.`,
		types: fn,
		check: (resource) =>
			unless(
				supported.some((each) => is(resource, "runtime", each)),
				`its runtime is ${at(resource, "runtime")}`,
			),
	},
	{
		id: "tracing",
		checks: ["CKV_AWS_50"],
		severity: "low",
		says: "A function is traced.",
		mend: 'Set tracingConfig.mode to "Active".',
		types: fn,
		check: (resource) =>
			unless(
				is(resource, "tracingConfig.mode", "Active"),
				"it leaves no trace",
			),
	},
	{
		id: "own-log-group",
		checks: [],
		severity: "medium",
		says: "A function logs into a group of this program, whose retention is set.",
		mend: "Set loggingConfig.logGroup; Lambda would make a group that keeps all for ever.",
		types: fn,
		check: (resource) =>
			unless(
				has(resource, "loggingConfig.logGroup"),
				"its logs are kept for ever",
			),
	},
	{
		id: "no-secrets-in-variables",
		checks: ["CKV_AWS_45"],
		severity: "high",
		says: "No variable of a function is a credential.",
		mend: "Put it into Secrets Manager, and only the secret's name into the variable.",
		types: fn,
		check: (resource) =>
			Object.entries(Object(at(resource, "environment.variables")))
				.filter(([, value]) => credentials.test(String(value)))
				.map(([name]) => `${name} looks like a credential`),
	},
	{
		id: "log-retention",
		checks: ["CKV_AWS_66"],
		severity: "medium",
		says: "Logs are deleted after some time.",
		mend: "Set retentionInDays by the stage's policy.",
		types: ["aws:cloudwatch/logGroup:LogGroup"],
		check: (group) =>
			unless(
				Number(at(group, "retentionInDays") ?? 0) > 0,
				"its logs are kept for ever",
			),
	},
] satisfies readonly ResourceRule[];
