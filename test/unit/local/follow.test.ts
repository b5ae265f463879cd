import { stripVTControlCharacters } from "node:util";
import { follow } from "../../../local/follow";

/** The lines of one, without colours, time and place. */
function told(message: string, more: object, level = "INFO"): string[] {
	const timestamp = "2026-11-25T02:00:01.234Z";
	const head = { level, message, timestamp, service: "payment" };
	const text = JSON.stringify({ ...head, region: "us-east-1", ...more });
	return follow("payment-job", text).map((line) => {
		const plain = stripVTControlCharacters(line);
		expect(plain).toMatch(/^02:00:01\.234 us-east-1 {2}payment {5}/);
		return plain.slice(36);
	});
}

it.each<[string, object, string[]]>([
	[
		"request",
		{ route: "GET /", status: 200, latency: 3 },
		["command GET / 200  3 ms"],
	],
	[
		"webhook",
		{ route: "POST /w", status: 204, latency: 3, result: "written", rows: 1 },
		["webhook POST /w 204  3 ms"],
	],
	[
		"webhook",
		{ route: "POST /w", status: 204, latency: 3, result: "repeated", rows: 0 },
		["webhook POST /w 204 repeated  3 ms"],
	],
	[
		"webhook",
		{ route: "POST /w", status: 401, latency: 3 },
		["webhook POST /w 401  3 ms"],
	],
	[
		"published",
		{
			events: [{ type: "a-b", partitionKey: "k", latency: 9 }],
			faults: [{ id: "f", rule: "change", error: "Error: no" }],
		},
		["event   a-b k  9 ms", "fault   change Error: no (f)"],
	],
	[
		"decided",
		{ decided: [{ rule: "fate", key: "k", types: ["a-b", "c-d"] }] },
		["decided fate k: a-b, c-d"],
	],
	[
		"drained",
		{ faults: [{ id: "f", rule: "*", error: "Error: no" }] },
		["fault   * Error: no (f)"],
	],
	[
		"listened",
		{
			views: [
				{ rule: "r", type: "a-b", pk: "k", result: "written", latency: 1 },
				{ rule: "r", type: "a-b", result: "stale", latency: 1 },
			],
			retry: 2,
		},
		[
			"view    r a-b k  1 ms",
			"view    r a-b  stale  1 ms",
			"error   2 come back to the queue",
		],
	],
	[
		"ran",
		{
			jobs: [
				{
					job: "settle",
					period: { from: "2026-11-24T00:00:00.000Z" },
					result: "done",
					pages: 1,
					rows: 2,
				},
			],
		},
		["job     settle 2026-11-24T00:00:00.000Z done, 2 rows"],
	],
	[
		"ran",
		{ calls: { done: 3, open: 0, failed: 1 } },
		["job     calls made again: 3 done, 1 failed"],
	],
	["ran", {}, []],
	[
		"breaker",
		{ system: "processor", from: "closed", to: "open", failures: 5 },
		["log     breaker of processor: closed, now open"],
	],
	["something else", {}, ["log     something else"]],
	// Not as the runtime says it: it is shown all the same.
	["request", { route: 1 }, ["log     request"]],
])("%s %j is told as %j", (message, more, lines) => {
	expect(told(message, more)).toEqual(lines);
});

it("an error is told with what it says", () => {
	const error = { name: "TypeError", message: "no" };
	expect(told("webhook failed", { error }, "ERROR")).toEqual([
		"error   webhook failed TypeError: no",
	]);
});

it("metrics are left out, and any other text is shown with its function", () => {
	expect(follow("f", JSON.stringify({ _aws: {} }))).toEqual([]);
	expect(follow("f", "hello").map(stripVTControlCharacters)).toEqual([
		"f hello",
	]);
});
