import {
	anArn,
	atLeast,
	conflict,
	each,
	items,
	json,
	length,
	matches,
	oneOf,
	type Rule,
	together,
} from "./rule";

const actions = ["alarmActions", "okActions", "insufficientDataActions"];
const actionRules = actions.flatMap((path) => [
	items(path, 0, 5),
	matches(
		`${path}[]`,
		// What an alarm may do to an instance is no ARN of the usual form. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
		new RegExp(
			`${anArn.source}|^arn:[\\w-]+:automate:[\\w-]+:ec2:(reboot|recover|stop|terminate)$`,
		),
		"must be an ARN",
	),
]);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 keeps for ever. */
const retentionDays = [
	0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
	2192, 2557, 2922, 3288, 3653,
];

// https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/cloudwatch, and logs
export const cloudwatch: Readonly<Record<string, readonly Rule[]>> = {
	"aws:cloudwatch/metricAlarm:MetricAlarm": [
		length("name", 1, 255),
		length("alarmDescription", 0, 1024),
		oneOf("comparisonOperator", [
			"GreaterThanOrEqualToThreshold",
			"GreaterThanThreshold",
			"LessThanThreshold",
			"LessThanOrEqualToThreshold",
			"LessThanLowerOrGreaterThanUpperThreshold",
			"LessThanLowerThreshold",
			"GreaterThanUpperThreshold",
		]),
		atLeast("evaluationPeriods", 1),
		atLeast("datapointsToAlarm", 1),
		each(
			"period",
			"must be 10, 20, 30 or a multiple of 60",
			(value) =>
				[10, 20, 30].includes(Number(value)) ||
				(Number(value) > 0 && Number(value) % 60 === 0),
		),
		oneOf("statistic", ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
		oneOf("treatMissingData", [
			"breaching",
			"notBreaching",
			"ignore",
			"missing",
		]),
		conflict("statistic", "extendedStatistic"),
		conflict("metricName", "metricQueries"),
		conflict("threshold", "thresholdMetricId"),
		together(
			"metricName needs statistic or extendedStatistic",
			["metricName", "statistic", "extendedStatistic"],
			(value) =>
				value("metricName") === undefined ||
				value("statistic") !== undefined ||
				value("extendedStatistic") !== undefined,
		),
		// PutMetricAlarm refuses it, only the real provider lets it pass.
		together(
			"datapointsToAlarm must not be more than evaluationPeriods",
			["datapointsToAlarm", "evaluationPeriods"],
			(value) =>
				Number(value("datapointsToAlarm") ?? 0) <=
				Number(value("evaluationPeriods") ?? Number.POSITIVE_INFINITY),
		),
		...actionRules,
	],
	"aws:cloudwatch/compositeAlarm:CompositeAlarm": [
		length("alarmName", 1, 255),
		length("alarmRule", 1, 10_240),
		length("alarmDescription", 0, 1024),
		...actionRules,
	],
	"aws:cloudwatch/dashboard:Dashboard": [
		matches(
			"dashboardName",
			/^[-\w]{1,255}$/,
			"must have 1 to 255 letters, digits, hyphens and underscores",
		),
		json("dashboardBody"),
	],
	"aws:cloudwatch/logGroup:LogGroup": [
		conflict("name", "namePrefix"),
		matches(
			"name",
			/^[-.#/\w]{1,512}$/,
			"must have 1 to 512 letters, digits and .-_/#",
		),
		oneOf("retentionInDays", retentionDays),
		oneOf("logGroupClass", ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
	],
};
