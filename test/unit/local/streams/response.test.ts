import { readResponse } from "../../../../local/streams/response";

const failures = (...identifiers: unknown[]) => ({
	batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-conditions
test.each([
	["null", null],
	["undefined", undefined],
	["nothing", ""],
	["an empty object", {}],
	["an empty list", { batchItemFailures: [] }],
	["a null list", { batchItemFailures: null }],
])("%s is a success", (_, payload) => {
	expect(readResponse(payload, ["1", "2"])).toEqual({ kind: "done" });
});

test.each([
	["an empty identifier", failures("")],
	["a null identifier", failures(null)],
	["an unknown identifier", failures("3")],
	["a known and an unknown identifier", failures("1", "3")],
	["another key", { batchItemFailures: [{ id: "1" }] }],
	["a null item", { batchItemFailures: [null] }],
	["a list that is none", { batchItemFailures: "1" }],
	["a text", "fine"],
])("%s fails the batch", (_, payload) => {
	expect(readResponse(payload, ["1", "2"])).toEqual({ kind: "failed" });
});

test("the lowest number is that of the place in the batch, not of the text", () => {
	const numbers = ["9", "10", "11"];
	expect(readResponse(failures("11", "10"), numbers)).toEqual({
		kind: "failedFrom",
		index: 1,
	});
	expect(readResponse(failures("10", "9"), numbers)).toEqual({
		kind: "failedFrom",
		index: 0,
	});
});
