// What a function's answer says about its batch: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html

/** What came of an invocation. `notInvoked`: throttled or unreachable, the function never ran. */
export type Answer =
	| { kind: "returned"; payload: unknown; response?: ResponseContext }
	| { kind: "functionError"; payload?: unknown; response?: ResponseContext }
	| { kind: "notInvoked" };

/** Facts of the invocation that the failure destination is told. */
export interface ResponseContext {
	requestId?: string;
	statusCode?: number;
	executedVersion?: string;
	functionError?: string;
}

/** `failedFrom` is the place in the batch of the lowest record that failed. */
export type Verdict =
	| { kind: "done" }
	| { kind: "failed" }
	| { kind: "failedFrom"; index: number };

/** Reads a payload as partial batch response; anything that cannot be understood fails the whole batch. */
export function readResponse(
	payload: unknown,
	sequenceNumbers: string[],
): Verdict {
	if (payload === null || payload === undefined || payload === "") {
		return { kind: "done" };
	}
	if (typeof payload !== "object") return { kind: "failed" };
	const failures =
		"batchItemFailures" in payload ? payload.batchItemFailures : undefined;
	if (failures === null || failures === undefined) return { kind: "done" };
	if (!Array.isArray(failures)) return { kind: "failed" };
	if (failures.length === 0) return { kind: "done" };

	const places = failures.map((failure) =>
		sequenceNumbers.indexOf(failure?.itemIdentifier),
	);
	return places.includes(-1)
		? { kind: "failed" }
		: { kind: "failedFrom", index: Math.min(...places) };
}
