import { isObject } from "../values";
import { queuePolicy } from "./policy";
import {
	between,
	conflict,
	each,
	json,
	orEmpty,
	parsed,
	type Rule,
	together,
} from "./rule";

const fifoOnly = [
	"contentBasedDeduplication",
	"deduplicationScope",
	"fifoThroughputLimit",
];

const permissions = ["allowAll", "denyAll", "byQueue"];

const redrivePolicy = each(
	"redrivePolicy",
	"must be JSON with deadLetterTargetArn and a maxReceiveCount of 1 to 1000",
	(value) => {
		const redrive = parsed(value);
		if (!isObject(redrive)) return false;
		const count = Number(redrive.maxReceiveCount);
		const hasCount = Number.isInteger(count) && count >= 1 && count <= 1000;
		return hasCount && typeof redrive.deadLetterTargetArn === "string";
	},
);

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/sqs
export const queues: Readonly<Record<string, readonly Rule[]>> = {
	"aws:sqs/queue:Queue": [
		conflict("name", "namePrefix"),
		conflict("kmsMasterKeyId", "sqsManagedSseEnabled"),
		together(
			"name must have 1 to 80 letters, digits, hyphens and underscores; that of a FIFO queue ends with .fifo, and no other does",
			["name", "fifoQueue"],
			(value) => {
				const pattern =
					value("fifoQueue") === true
						? /^(?=.{1,80}$)[-\w]+\.fifo$/
						: /^[-\w]{1,80}$/;
				return (
					value("name") === undefined || pattern.test(String(value("name")))
				);
			},
		),
		together(
			`only a FIFO queue has ${fifoOnly.join(", ")}`,
			["fifoQueue", ...fifoOnly],
			(value) =>
				value("fifoQueue") === true ||
				fifoOnly.every((path) =>
					[undefined, false].includes(value(path) as undefined),
				),
		),
		between("delaySeconds", 0, 900),
		between("maxMessageSize", 1024, 1_048_576),
		between("messageRetentionSeconds", 60, 1_209_600),
		between("receiveWaitTimeSeconds", 0, 20),
		between("visibilityTimeoutSeconds", 0, 43_200),
		between("kmsDataKeyReusePeriodSeconds", 60, 86_400),
		...orEmpty("policy", queuePolicy("policy")),
		...orEmpty("redriveAllowPolicy", [json("redriveAllowPolicy")]),
		...orEmpty("redrivePolicy", [redrivePolicy]),
	],
	"aws:sqs/queuePolicy:QueuePolicy": queuePolicy("policy"),
	"aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": [
		each(
			"redriveAllowPolicy",
			`must be JSON with a redrivePermission of ${permissions.join(", ")}; byQueue has 1 to 10 sourceQueueArns`,
			(value) => {
				const allowed = parsed(value);
				if (!isObject(allowed)) return false;
				const { redrivePermission, sourceQueueArns = [] } = allowed;
				const sources = [sourceQueueArns].flat().length;
				return redrivePermission === "byQueue"
					? sources >= 1 && sources <= 10
					: permissions.includes(String(redrivePermission)) && sources === 0;
			},
		),
	],
};
