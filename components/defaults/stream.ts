import type { EventSourceMappingArgs } from "@pulumi/aws/lambda";

/** AWS's own defaults try a bad record for a day while its shard stands still. */
export const streamMappingDefaults = {
	// From the oldest record, so that nothing is missed between table and mapping.
	startingPosition: "TRIM_HORIZON",
	// Ten calls of ten events.
	batchSize: 100,
	// Only what was refused, and what came after it, comes again.
	functionResponseTypes: ["ReportBatchItemFailures"],
	// A function that dies of one record loses that record alone.
	bisectBatchOnFunctionError: true,
	// With the waits between them several minutes.
	maximumRetryAttempts: 10,
	// Seconds. Less than the 24 h that the stream keeps records, so that none is trimmed before it is put aside.
	maximumRecordAgeInSeconds: 6 * 60 * 60,
} satisfies Partial<EventSourceMappingArgs>;
