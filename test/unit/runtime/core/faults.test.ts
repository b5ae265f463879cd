import { faultEvent, faultSummary } from "../../../../runtime/core/faults";
import { envelope, noon } from "../../../../testkit/records";

const origin = {
	service: "shop",
	functionName: "shop-listener",
	invocationId: "invocation-1",
	now: noon,
};

const fault = (
	given: Partial<Parameters<typeof faultEvent>[0]> = {},
	from = origin,
) =>
	faultEvent(
		{
			rule: "keep-orders",
			error: new Error("boom"),
			event: envelope(),
			record: { body: "1" },
			...given,
		},
		from,
	);

test.each([
	["record", fault({ record: { body: "2" } })],
	["error", fault({ error: new TypeError("bang") })],
	["invocation", fault({}, { ...origin, invocationId: "2", now: noon + 1 })],
	["function", fault({}, { ...origin, functionName: "other" })],
])("another %s is the same fault of an event", (_, again) => {
	expect(again.id).toBe(fault().id);
});

test.each([
	["event", fault({ event: envelope({ id: "event-2" }) })],
	["rule", fault({ rule: "keep-lines" })],
	["service", fault({}, { ...origin, service: "till" })],
])("another %s is another fault", (_, other) => {
	expect(other.id).not.toBe(fault().id);
});

test("without an event the record counts", () => {
	const of = (body: string) => fault({ event: undefined, record: { body } });
	expect(of("a").id).toBe(of("a").id);
	expect(of("a").id).not.toBe(of("b").id);
	expect(of("a")).toMatchObject({
		partitionKey: of("a").id,
		tags: { rule: "keep-orders" },
	});
});

test("what was thrown need not be an error, nor have a stack", () => {
	expect(fault({ error: "no words" }).fault.error).toEqual({
		name: "Error",
		message: "no words",
	});
	const bare = new Error("boom");
	delete bare.stack;
	expect(fault({ error: bare }).fault.error).toEqual({
		name: "Error",
		message: "boom",
	});
});

test("the log keeps rule, error and chain, not the record", () => {
	expect(faultSummary(fault())).toEqual({
		id: fault().id,
		rule: "keep-orders",
		error: "Error: boom",
		correlationId: "correlation-1",
	});
});
