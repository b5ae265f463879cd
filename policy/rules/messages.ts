import { queuesWithoutRedrive } from "../exceptions";
import { at, has, is, list, unknown } from "../resource";
import { type ResourceRule, unless } from "../rule";

const mapping = ["aws:lambda/eventSourceMapping:EventSourceMapping"];
const dayOfSeconds = 24 * 60 * 60;

export const messages = [
	{
		id: "queue-encryption",
		checks: ["AwsSolutions-SQS2", "CKV_AWS_27"],
		severity: "high",
		says: "A queue is encrypted.",
		mend: "Set sqsManagedSseEnabled, or kmsMasterKeyId with a key that lets the sender use it.",
		types: ["aws:sqs/queue:Queue"],
		check: (queue) =>
			unless(
				is(queue, "sqsManagedSseEnabled", true) || has(queue, "kmsMasterKeyId"),
				"its messages are not encrypted",
			),
	},
	{
		id: "queue-redrive",
		checks: ["AwsSolutions-SQS3"],
		severity: "high",
		says: "A queue puts aside what fails again and again.",
		mend: "Set redrivePolicy with a queue of dead letters; what is itself the last resort goes to policy/exceptions.ts with its reason.",
		types: ["aws:sqs/queue:Queue"],
		check: (queue) =>
			unless(
				has(queue, "redrivePolicy") ||
					queuesWithoutRedrive.some(({ name }) => name.test(queue.name)),
				"it has no queue of dead letters",
			),
	},
	{
		id: "stream-failures",
		checks: [],
		severity: "high",
		says: "A stream's mapping gives a bad record up, keeps it, and goes on.",
		mend: "Set destinationConfig.onFailure, a maximum of retries, an age below a day, and bisectBatchOnFunctionError.",
		types: mapping,
		check: (resource) => {
			// Only streams have one.
			if (!has(resource, "startingPosition")) return [];
			const age = at(resource, "maximumRecordAgeInSeconds");
			return [
				...unless(
					has(resource, "destinationConfig.onFailure.destinationArn"),
					"it has no destination for what fails",
				),
				...unless(
					Number(at(resource, "maximumRetryAttempts") ?? -1) >= 0,
					"it tries again without end",
				),
				...unless(
					age === unknown || (Number(age) > 0 && Number(age) < dayOfSeconds),
					"it tries until the stream has lost the record",
				),
				...unless(
					is(resource, "bisectBatchOnFunctionError", true),
					"one bad record fails its whole batch",
				),
			];
		},
	},
	{
		id: "partial-batches",
		checks: [],
		severity: "medium",
		says: "Only the messages of a batch that failed come again.",
		mend: 'Set functionResponseTypes to ["ReportBatchItemFailures"].',
		types: mapping,
		check: (resource) =>
			unless(
				list(resource, "functionResponseTypes").includes(
					"ReportBatchItemFailures",
				),
				"a failure repeats the whole batch",
			),
	},
	{
		id: "bounded-concurrency",
		checks: [],
		severity: "medium",
		says: "A queue cannot take all of the account's concurrency.",
		mend: "Set scalingConfig.maximumConcurrency of the mapping.",
		types: mapping,
		check: (resource) =>
			unless(
				has(resource, "startingPosition") ||
					has(resource, "scalingConfig.maximumConcurrency"),
				"its function may run as often as the account allows",
			),
	},
	{
		id: "target-dead-letters",
		checks: [],
		severity: "high",
		says: "What a rule of the bus cannot deliver is kept.",
		mend: "Set deadLetterConfig of the target.",
		types: ["aws:cloudwatch/eventTarget:EventTarget"],
		check: (target) =>
			unless(
				has(target, "deadLetterConfig.arn"),
				"undelivered events are lost",
			),
	},
	{
		id: "schedule-dead-letters",
		checks: [],
		severity: "high",
		says: "What a schedule cannot deliver is kept.",
		mend: "Set target.deadLetterConfig of the schedule.",
		types: ["aws:scheduler/schedule:Schedule"],
		check: (schedule) =>
			unless(
				has(schedule, "target.deadLetterConfig.arn"),
				"missed runs are lost",
			),
	},
] satisfies readonly ResourceRule[];
