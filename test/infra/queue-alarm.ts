import type { Registered } from "./run";

/** Alarms when something stays in the queue for a quarter of an hour, however often it was received. */
export function expectAlarm({ inputs }: Registered, queue: string): void {
	const metric = (id: string, metricName: string) => ({
		id,
		metric: {
			namespace: "AWS/SQS",
			metricName,
			dimensions: { QueueName: queue },
			period: 60,
			stat: "Maximum",
		},
	});
	expect(inputs).toMatchObject({
		metricQueries: [
			{
				expression: "IF(age > 900 OR waiting + tried > 0, 1, 0)",
				returnData: true,
			},
			metric("age", "ApproximateAgeOfOldestMessage"),
			metric("waiting", "ApproximateNumberOfMessagesVisible"),
			metric("tried", "ApproximateNumberOfMessagesNotVisible"),
		],
		comparisonOperator: "GreaterThanOrEqualToThreshold",
		threshold: 1,
		evaluationPeriods: 15,
		datapointsToAlarm: 15,
		treatMissingData: "notBreaching",
	});
	expect(inputs).not.toHaveProperty("alarmActions");
}
