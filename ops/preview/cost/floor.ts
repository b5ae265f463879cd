import type { Registered } from "../record/recording";
import { costAboveFree, costOf } from "./prices";

/** Paid for every month, whether anybody comes or not. */
export interface FloorItem {
	what: string;
	count: number;
	cost: number;
}

/** Seconds of a month of 30 days. */
const month = 30 * 24 * 60 * 60;

/** Lambda asks an empty queue with five pollers, which wait 20 seconds each. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const pollsPerMonth = (5 * month) / 20;

type Resources = readonly Registered[];

/** By what it is paid for; the order is that of the report. */
export function monthlyFloor(resources: Resources): FloorItem[] {
	const of = (type: string) =>
		resources.filter((each) => each.type === type && each.custom);
	const counted = (what: string, price: string, count: number) => ({
		what,
		count,
		cost: costAboveFree(price, count),
	});
	const polled = of("aws:lambda/eventSourceMapping:EventSourceMapping").filter(
		isOfQueue,
	).length;
	const runs = of("aws:scheduler/schedule:Schedule").reduce(
		(sum, { inputs }) => sum + runsPerMonth(inputs.scheduleExpression),
		0,
	);
	return [
		{
			what: "queues that functions ask, empty or not",
			count: polled,
			cost: costAboveFree("queue", (polled * pollsPerMonth) / 1e6),
		},
		counted(
			"metrics of alarms",
			"alarmMetric",
			sum(of("aws:cloudwatch/metricAlarm:MetricAlarm").map(metricsOf)),
		),
		counted(
			"composite alarms",
			"compositeAlarm",
			of("aws:cloudwatch/compositeAlarm:CompositeAlarm").length,
		),
		counted(
			"dashboards",
			"dashboard",
			of("aws:cloudwatch/dashboard:Dashboard").length,
		),
		counted(
			"keys and their copies",
			"key",
			of("aws:kms/key:Key").length + of("aws:kms/replicaKey:ReplicaKey").length,
		),
		counted(
			"secrets and their copies",
			"secret",
			sum(
				of("aws:secretsmanager/secret:Secret").map(
					({ inputs }) => 1 + lengthOf(inputs.replicas),
				),
			),
		),
		{
			what: "runs of jobs",
			count: Math.round(runs),
			cost: (runs / 1e6) * runCost,
		},
		counted(
			"health checks",
			"healthCheck",
			of("aws:route53/healthCheck:HealthCheck").length,
		),
		counted(
			"interface endpoints, by zone",
			"interfaceEndpoint",
			sum(
				of("aws:ec2/vpcEndpoint:VpcEndpoint")
					.filter(({ inputs }) => inputs.vpcEndpointType === "Interface")
					.map(({ inputs }) => lengthOf(inputs.subnetIds)),
			),
		),
		counted(
			"NAT gateways",
			"natGateway",
			of("aws:ec2/natGateway:NatGateway").length,
		),
	].filter(({ count }) => count > 0);
}

/** What comes on top, and depends on what is stored. */
export const notCounted =
	"rows, objects, archived events and logs that are stored, tables' backups, custom metrics";

/** A job's function with nothing to do. */
const idleRun = { memory: 0.5, seconds: 0.1 };

/** Of a million runs: a message is sent, received and deleted, and a function looks. The first 14 million schedules are free. */
const runCost =
	costOf("queue", 3) +
	costOf("invocation", 1) +
	costOf("compute", idleRun.memory * idleRun.seconds);

function isOfQueue({ inputs }: Registered): boolean {
	return String(inputs.eventSourceArn).startsWith("arn:aws:sqs:");
}

/** An alarm on an expression costs what each metric in it costs. */
function metricsOf({ inputs }: Registered): number {
	const queries = Array.isArray(inputs.metricQueries)
		? inputs.metricQueries
		: [];
	return Math.max(1, queries.filter((each) => Object(each).metric).length);
}

/** Of EventBridge Scheduler's expressions those that repeat. */
export function runsPerMonth(expression: unknown): number {
	const text = String(expression);
	const [, every = "", unit = ""] =
		/^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
	const seconds: Record<string, number> = {
		minute: 60,
		hour: 3600,
		day: 86400,
	};
	if (unit) return month / (Number(every) * (seconds[unit] ?? month));
	const [, minute = "", hour = ""] = /^cron\((\S+) (\S+) /.exec(text) ?? [];
	const each = (field: string, all: number) => {
		if (field === "*") return all;
		const [, step] = /\/(\d+)$/.exec(field) ?? [];
		return step ? all / Number(step) : field.split(",").length;
	};
	return minute ? each(minute, 60) * each(hour, 24) * 30 : 0;
}

function lengthOf(value: unknown): number {
	return Array.isArray(value) ? value.length : 0;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
