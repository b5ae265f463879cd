import { policy } from "./policy";
import {
	arn,
	between,
	conflict,
	json,
	length,
	matches,
	oneOf,
	type Rule,
	together,
} from "./rule";

/** Characters of an event pattern. */
const patternSize = 4096;
const name = (path: string, max: number) =>
	matches(
		path,
		new RegExp(`^[-.\\w]{1,${max}}$`),
		`must have 1 to ${max} letters, digits, dots, hyphens and underscores`,
	);

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/events, scheduler and schemas
export const events: Readonly<Record<string, readonly Rule[]>> = {
	"aws:cloudwatch/eventBus:EventBus": [
		matches(
			"name",
			/^(?!default$)[-./\w]{1,256}$/,
			"must have 1 to 256 letters, digits and /.-_, and must not be `default`",
		),
		length("description", 0, 512),
		arn("deadLetterConfig.arn"),
	],
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": policy("policy", 10_240),
	"aws:cloudwatch/eventArchive:EventArchive": [
		name("name", 48),
		arn("eventSourceArn"),
		length("description", 0, 512),
		json("eventPattern", patternSize),
		between("retentionDays", 0, 2_147_483_647),
	],
	"aws:cloudwatch/eventRule:EventRule": [
		conflict("name", "namePrefix"),
		name("name", 64),
		length("description", 0, 512),
		json("eventPattern", patternSize),
		oneOf("state", [
			"ENABLED",
			"DISABLED",
			"ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
		]),
		conflict("state", "isEnabled"),
		together(
			"one of eventPattern and scheduleExpression must be set",
			["eventPattern", "scheduleExpression"],
			(value) =>
				value("eventPattern") !== undefined ||
				value("scheduleExpression") !== undefined,
		),
	],
	"aws:cloudwatch/eventTarget:EventTarget": [
		name("targetId", 64),
		arn("arn"),
		arn("roleArn"),
		arn("deadLetterConfig.arn"),
		json("input", 8192),
		conflict("input", "inputPath", "inputTransformer"),
		length("inputTransformer.inputTemplate", 1, 8192),
		between("retryPolicy.maximumEventAgeInSeconds", 60, 86_400),
		between("retryPolicy.maximumRetryAttempts", 0, 185),
	],
	"aws:scheduler/scheduleGroup:ScheduleGroup": [
		conflict("name", "namePrefix"),
		name("name", 64),
	],
	"aws:scheduler/schedule:Schedule": [
		conflict("name", "namePrefix"),
		name("name", 64),
		length("description", 0, 512),
		matches(
			"scheduleExpression",
			/^(at|rate|cron)\(.+\)$/,
			"must be at(…), rate(…) or cron(…)",
		),
		oneOf("flexibleTimeWindow.mode", ["OFF", "FLEXIBLE"]),
		between("flexibleTimeWindow.maximumWindowInMinutes", 1, 1440),
		together(
			"flexibleTimeWindow has maximumWindowInMinutes if its mode is FLEXIBLE, and only then",
			["flexibleTimeWindow.mode", "flexibleTimeWindow.maximumWindowInMinutes"],
			(value) =>
				(value("flexibleTimeWindow.mode") === "FLEXIBLE") ===
				(value("flexibleTimeWindow.maximumWindowInMinutes") !== undefined),
		),
		oneOf("state", ["ENABLED", "DISABLED"]),
		arn("target.arn"),
		arn("target.roleArn"),
		arn("target.deadLetterConfig.arn"),
		between("target.retryPolicy.maximumEventAgeInSeconds", 60, 86_400),
		between("target.retryPolicy.maximumRetryAttempts", 0, 185),
	],
	"aws:schemas/registry:Registry": [
		name("name", 64),
		length("description", 0, 256),
	],
	"aws:schemas/schema:Schema": [
		matches(
			"name",
			/^[-.@\w]{1,385}$/,
			"must have 1 to 385 letters, digits and .-_@",
		),
		oneOf("type", ["OpenApi3", "JSONSchemaDraft4"]),
		length("description", 0, 256),
		json("content", 100_000),
	],
};
