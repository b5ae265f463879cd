import type { ScheduleArgs } from "@pulumi/aws/scheduler";

export const scheduleDefaults = {
	// At the minute: what a period is follows from the time of the schedule.
	flexibleTimeWindow: { mode: "OFF" },
	// Periods are days and hours of UTC; no summer time shifts or doubles one.
	scheduleExpressionTimezone: "UTC",
} satisfies Partial<ScheduleArgs>;

export const scheduleTargetDefaults = {
	// AWS's own defaults, said: a day to reach a queue of the same region.
	retryPolicy: {
		maximumEventAgeInSeconds: 24 * 60 * 60,
		maximumRetryAttempts: 185,
	},
} satisfies Partial<ScheduleArgs["target"]>;

/** Seconds by which jobs are later in other regions than the tables' own: by then its marker says that it is at it. */
export const regionDelay = 300;
