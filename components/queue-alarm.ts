import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import type { RegionalArgs } from "./component";

/** Minutes after which somebody should look: several tries of whatever empties the queue. */
const patience = 15;

/**
 * Alarms when something stays in a queue that should be empty. The age says so until a message was received three times;
 * then SQS leaves it out, so that what lies in the queue or is tried counts, too.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function alarmOnAge(
	name: string,
	{ region, tags }: Pick<RegionalArgs, "region" | "tags">,
	queue: sqs.Queue,
	parent: pulumi.Resource,
): cloudwatch.MetricAlarm {
	const metric = (id: string, metricName: string) => ({
		id,
		metric: {
			namespace: "AWS/SQS",
			metricName,
			dimensions: { QueueName: queue.name },
			period: 60,
			stat: "Maximum",
		},
	});
	return new cloudwatch.MetricAlarm(
		name,
		{
			region,
			tags,
			alarmDescription: `Something stays in this queue for ${patience} minutes. What to do: docs/runbooks/faults.md`,
			metricQueries: [
				{
					id: "stays",
					expression: `IF(age > ${patience * 60} OR waiting + tried > 0, 1, 0)`,
					label: "something stays",
					returnData: true,
				},
				metric("age", "ApproximateAgeOfOldestMessage"),
				metric("waiting", "ApproximateNumberOfMessagesVisible"),
				metric("tried", "ApproximateNumberOfMessagesNotVisible"),
			],
			comparisonOperator: "GreaterThanOrEqualToThreshold",
			threshold: 1,
			evaluationPeriods: patience,
			datapointsToAlarm: patience,
			// A queue that nobody uses reports nothing.
			treatMissingData: "notBreaching",
		},
		{ parent },
	);
}
