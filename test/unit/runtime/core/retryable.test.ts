import { isRetryable, isThrottled } from "../../../../runtime/core/retryable";
import { NotFound, Retryable } from "../../../../runtime/errors";

/** An error as the SDK or Node throws it. */
function error(
	name: string,
	more: { status?: number; code?: string; cause?: unknown } = {},
): Error {
	const { status, ...rest } = more;
	return Object.assign(new Error(name), {
		name,
		...rest,
		...(status && { $metadata: { httpStatusCode: status } }),
	});
}

test.each([
	["a connector says so", new Retryable("the bank is closed")],
	["throttled", error("ThrottlingException", { status: 400 })],
	["over capacity", error("ProvisionedThroughputExceededException")],
	["too many requests", error("Whatever", { status: 429 })],
	["account limit", error("RequestLimitExceeded", { status: 400 })],
	["500", error("InternalServerError", { status: 500 })],
	["503", error("ServiceUnavailable", { status: 503 })],
	["507", error("Whatever", { status: 507 })],
	["time-out", error("TimeoutError")],
	["aborted", error("AbortError")],
	["connection reset", error("Error", { code: "ECONNRESET" })],
	["connection refused", error("Error", { code: "ECONNREFUSED" })],
	["no such host", error("Error", { code: "EAI_AGAIN" })],
	[
		"network, by its cause",
		error("TypeError", { cause: error("E", { code: "ETIMEDOUT" }) }),
	],
	["transactions collide", error("TransactionConflictException")],
	["transaction runs", error("TransactionInProgressException")],
	["two regions write", error("ReplicatedWriteConflictException")],
	["the bus refuses an entry", error("EntryRefused")],
])("may succeed later: %s", (_, error) => {
	expect(isRetryable(error)).toBe(true);
});

test.each([
	["access denied", error("AccessDeniedException", { status: 400 })],
	["forbidden", error("Forbidden", { status: 403 })],
	["validation", error("ValidationException", { status: 400 })],
	["no such table", error("ResourceNotFoundException", { status: 400 })],
	["a condition", error("ConditionalCheckFailedException", { status: 400 })],
	[
		"a cancelled transaction",
		error("TransactionCanceledException", { status: 400 }),
	],
	["too large an event", error("EventTooLarge")],
	["an entry that is never taken", error("EntryRejected")],
	["invalid data", error("InvalidData")],
	["refused by the model", new NotFound("no such item")],
	["a bug", new TypeError("x is undefined")],
	["no error at all", "ThrottlingException"],
	["nothing", undefined],
])("would fail again: %s", (_, error) => {
	expect(isRetryable(error)).toBe(false);
});

test("only throttling asks a caller to slow down", () => {
	expect(isThrottled(error("ThrottlingException"))).toBe(true);
	expect(isThrottled(error("InternalServerError", { status: 500 }))).toBe(
		false,
	);
	expect(isThrottled("ThrottlingException")).toBe(false);
});
