import * as z from "zod";
import type { StreamMapping } from "../resources/stream-mappings";

/** A mapping as the provider sends it. */
export const mappingSchema: z.ZodType<StreamMapping> = z.object({
	id: z.string(),
	streamArn: z.string(),
	region: z.string(),
	functionName: z.string(),
	filters: z.array(z.string()),
	batchSize: z.number(),
	batchWindowSeconds: z.number(),
	startingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
	bisect: z.boolean(),
	maximumRetryAttempts: z.number(),
	maximumRecordAgeSeconds: z.number(),
	reportBatchItemFailures: z.boolean(),
	parallelizationFactor: z.number().optional(),
	onFailureBucket: z.string().optional(),
});
