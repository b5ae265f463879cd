import {
	isServerError,
	isThrottlingError,
	isTransientError,
} from "@smithy/core/retry";
import { Retryable } from "../errors";

type SdkError = Parameters<typeof isTransientError>[0];

const retryableNames = new Set([
	"AbortError",
	"TransactionConflictException",
	"ReplicatedWriteConflictException",
	"EntryRefused",
	// Such as of schedules: the next one may have room.
	"ServiceQuotaExceededException",
]);

/** Whether the same may succeed later: throttled, 5xx, network, time-out, capacity. Anything else becomes a fault. */
export function isRetryable(error: unknown): boolean {
	return (
		isError(error) &&
		(error instanceof Retryable ||
			retryableNames.has(error.name) ||
			isThrottlingError(error) ||
			isTransientError(error) ||
			isServerError(error))
	);
}

/** The service is at its limit: a caller should come back later. */
export function isThrottled(error: unknown): boolean {
	return isError(error) && isThrottlingError(error);
}

/** All that the SDK adds to an error is optional. */
function isError(error: unknown): error is SdkError {
	return error instanceof Error;
}
