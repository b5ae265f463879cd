import { commandContext, contextOf } from "../../../../runtime/core/context";

const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const valid = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

test("a user's command starts at hop 0, is caused by no event, and takes the request's id where no chain is given", () => {
	const context = commandContext("request-1", {});
	expect(context).toEqual({
		correlationId: "request-1",
		hops: 0,
		traceparent: expect.stringMatching(valid),
	});
});

test("a caller's trace and correlation go on", () => {
	const headers = { traceparent: trace, "x-correlation-id": "chain-1" };
	expect(commandContext("request-1", headers)).toEqual({
		correlationId: "chain-1",
		hops: 0,
		traceparent: trace,
	});
});

test.each([
	["another version", trace.replace("00-", "01-")],
	["upper case", trace.toUpperCase()],
	["no trace", `00-${"0".repeat(32)}-b7ad6b7169203331-01`],
	["no parent", `00-0af7651916cd43dd8448eb211c80319c-${"0".repeat(16)}-01`],
	["more behind it", `${trace}-more`],
	["a line break", `${trace}\n`],
	["nothing", ""],
])("a traceparent with %s is replaced by a new one", (_, traceparent) => {
	const context = commandContext("request-1", { traceparent });
	expect(context.traceparent).toMatch(valid);
	expect(context.traceparent).not.toBe(traceparent);
});

test("a correlation id from outside is cut, and an empty one is none", () => {
	const of = (id: string) =>
		commandContext("request-1", { "x-correlation-id": id }).correlationId;
	expect(of("x".repeat(500))).toHaveLength(128);
	expect(of("")).toBe("request-1");
});

test("what an event causes is one hop further in the same chain", () => {
	const tags = { correlationId: "chain-1", hops: 3, traceparent: trace };
	expect(contextOf({ id: "event-1", tags })).toEqual({
		correlationId: "chain-1",
		causationId: "event-1",
		hops: 4,
		traceparent: trace,
	});
});

test("an event without a chain starts one", () => {
	expect(contextOf({ id: "event-1", tags: {} })).toEqual({
		correlationId: "event-1",
		causationId: "event-1",
		hops: 1,
		traceparent: expect.stringMatching(valid),
	});
});
