import { UserError } from "../user-error";
import { compileFilters } from "./filter";
import type { StartingPosition } from "./reader";
import type { Settings } from "./state";

/** An event source mapping between a table's stream and a function. */
export interface PollerOptions {
	/** The mapping's UUID; part of the keys in the failure bucket. */
	id: string;
	streamArn: string;
	region: string;
	/** Name or ARN. */
	functionName: string;
	/** The patterns of the mapping's filter criteria, as JSON. None: every record. */
	filters: string[];
	batchSize: number;
	batchWindowSeconds: number;
	startingPosition: StartingPosition;
	bisect: boolean;
	/** -1: until the record expires. */
	maximumRetryAttempts: number;
	/** -1: until the record expires. */
	maximumRecordAgeSeconds: number;
	reportBatchItemFailures: boolean;
	/** Must be 1: a shard has one batch at a time here. */
	parallelizationFactor?: number;
	/** Without a bucket, discarded records are gone, as on AWS. */
	onFailureBucket?: string;
	endpoint: string;
	log(line: string): void;
}

/** Checks what can be checked without asking the emulator. Throws with what to mend. */
export function toSettings(options: PollerOptions): Settings {
	const { id, batchSize, parallelizationFactor = 1 } = options;
	if (parallelizationFactor !== 1) {
		throw new UserError(
			`Mapping ${id}: a parallelization factor of ${parallelizationFactor} does not run locally; leave it at 1`,
		);
	}
	if (!Number.isInteger(batchSize) || batchSize < 1) {
		throw new UserError(`Mapping ${id}: the batch size must be 1 or more`);
	}
	return {
		accepts: compileFilters(options.filters),
		batchSize,
		batchWindowSeconds: options.batchWindowSeconds,
		bisect: options.bisect,
		maximumRetryAttempts: options.maximumRetryAttempts,
		maximumRecordAgeSeconds: options.maximumRecordAgeSeconds,
		reportBatchItemFailures: options.reportBatchItemFailures,
	};
}

/** An update may change how the source is polled, not the source; neither can UpdateEventSourceMapping. */
export function checkUpdate(from: PollerOptions, to: PollerOptions): void {
	for (const key of ["id", "streamArn", "region", "endpoint"] as const) {
		if (from[key] !== to[key]) {
			throw new UserError(
				`Mapping ${from.id}: ${key} cannot be updated; stop this poller and start another`,
			);
		}
	}
}
