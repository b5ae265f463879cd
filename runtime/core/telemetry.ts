import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

let logger: Logger | undefined;
let metrics: Metrics | undefined;

/** Structured logs: one line per batch and per thing worth knowing, never per record. Service and level come from the environment. */
export function log(): Logger {
	logger ??= new Logger({
		persistentKeys: { region: process.env.AWS_REGION },
	});
	return logger;
}

/** What is counted; embedded in the logs (EMF), so it costs no call. */
export type Counter =
	| "EventsPublished"
	| "UnstampedChanges"
	| "RowsRepaired"
	| "Decisions"
	| "ConflictingDecisions"
	| "JobsDone"
	| "JobRowsWritten"
	| "CallsMade"
	| "CallsFailed"
	| "BreakerOpened"
	| "ViewsWritten"
	| "StaleEventsDropped"
	| "EventsIgnored"
	| "EventsSkipped"
	| "Faults"
	| "RecordsToRetry"
	| "Requests"
	| "RequestErrors"
	| "WebhooksRefused";

/** Adds up and writes the counts of one invocation; zeros are not written. */
export function count(counts: Partial<Record<Counter, number>>): void {
	metrics ??= new Metrics();
	const nonZero = Object.entries(counts).filter(([, value]) => value > 0);
	if (nonZero.length === 0) return;
	for (const [name, value] of nonZero)
		metrics.addMetric(name, MetricUnit.Count, value);
	metrics.publishStoredMetrics();
}
