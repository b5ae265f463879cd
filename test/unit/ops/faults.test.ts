import type { Fault } from "../../../ops/faults/fault";
import { checkedId, matches } from "../../../ops/faults/fault";
import { outcomeOf } from "../../../ops/faults/resubmit";
import {
	listOf,
	outcomeLine,
	pageOf,
	summaryLine,
	summaryOf,
} from "../../../ops/faults/view";

const noon = Date.UTC(2030, 0, 1, 12);
const id = "0123456789abcdef0123456789abcdef";

const fault = (fields: Partial<Fault> = {}): Fault => ({
	pk: id,
	sk: "fault",
	discriminator: "fault",
	data: "shop#2030-01-01T12:00:00.000Z",
	timestamp: noon,
	awsregion: "us-east-1",
	region: "us-east-1",
	source: "shop",
	rule: "keep-orders",
	function: "food-dev-shop-listener",
	error: {
		name: "TypeError",
		message: "boom\nand more",
		stack: "TypeError: boom\n    at shop",
	},
	tags: { source: "shop", correlationId: "correlation-1" },
	attempts: 2,
	firstSeen: noon - 60_000,
	lastSeen: noon,
	status: "open",
	...fields,
});

test.each([
	[{}, true],
	[{ service: "shop" }, true],
	[{ service: "till" }, false],
	[{ rule: "keep-orders", service: "shop" }, true],
	[{ rule: "*" }, false],
	[{ status: "any" }, true],
	[{ status: "resubmitted" }, false],
] as const)("an open fault and the filter %j: %s", (filter, expected) => {
	expect(matches(fault(), filter)).toBe(expected);
});

test("a settled fault is listed when it is asked for", () => {
	const settled = fault({ status: "resubmitted" });
	expect(matches(settled, {})).toBe(false);
	expect(matches(settled, { status: "any" })).toBe(true);
	expect(matches(settled, { status: "resubmitted" })).toBe(true);
});

test("what cannot be an id is said in a sentence", () => {
	expect(checkedId(id)).toBe(id);
	expect(() => checkedId("42")).toThrow(
		"42 is no fault's id, which has 32 hexadecimal digits: `npm run ops -- faults list` shows them.",
	);
});

describe("a function's answer", () => {
	const answerOf = (resubmitted: unknown) => ({
		failed: false,
		answer: JSON.stringify({ batchItemFailures: [], resubmitted }),
	});

	test("done", () => {
		const answer = answerOf({ outcome: "done", faults: [] });
		expect(outcomeOf(id, answer)).toEqual({ outcome: "done" });
	});

	test("failed again, as itself", () => {
		const faults = [{ id, error: "TypeError: boom" }];
		expect(outcomeOf(id, answerOf({ outcome: "failed", faults }))).toEqual({
			outcome: "failed",
			reason: "TypeError: boom",
		});
	});

	test("failed again, as the faults of single rules", () => {
		const faults = [
			{ id: "a", error: "TypeError: boom" },
			{ id: "b", error: "Refusal: no" },
		];
		expect(outcomeOf(id, answerOf({ outcome: "failed", faults }))).toEqual({
			outcome: "failed",
			reason: "TypeError: boom; Refusal: no",
			became: ["a", "b"],
		});
	});

	test("to be tried later", () => {
		expect(
			outcomeOf(id, answerOf({ outcome: "retryable", faults: [] })),
		).toMatchObject({
			outcome: "retryable",
			reason: expect.stringContaining("later"),
		});
	});

	test.each([
		[
			"a crash",
			{ failed: true, answer: '{"errorMessage":"out of memory"}' },
			"the function ended without an answer: out of memory",
		],
		[
			"a crash without words",
			{ failed: true, answer: "gone" },
			"the function ended without an answer: gone",
		],
		[
			"the answer of older code",
			{ failed: false, answer: '{"batchItemFailures":[]}' },
			"the function does not know resubmissions: deploy it first",
		],
		[
			"no answer",
			{ failed: false, answer: "" },
			"the function does not know resubmissions: deploy it first",
		],
	])("%s is no outcome: the fault stays", (_, answer, reason) => {
		expect(outcomeOf(id, answer)).toEqual({ outcome: "retryable", reason });
	});
});

describe("what is printed", () => {
	test("a list, one line each", () => {
		const lines = listOf([fault(), fault({ region: "us-west-2" })]).split("\n");
		expect(lines).toHaveLength(5);
		expect(lines[2]).toContain("2030-01-01 12:00:00");
		expect(lines[2]).toContain(id);
		expect(lines[2]).toContain("TypeError: boom ");
		expect(lines[3]).toContain("us-west-2");
	});

	test("a long list ends with what it leaves out", () => {
		const many = Array.from({ length: 53 }, () => fault());
		expect(listOf(many)).toMatch(/… and 3 older ones: --json gives all$/);
		expect(listOf([])).toBe("No faults.");
	});

	test("one fault, with its record opened", () => {
		expect(pageOf(fault(), { body: '{"id":"event-1"}' })).toBe(
			`fault     ${id}
status    open
service   shop in us-east-1
rule      keep-orders
function  food-dev-shop-listener
attempts  2, from 2030-01-01T11:59:00.000Z to 2030-01-01T12:00:00.000Z

error
  TypeError: boom
      at shop

tags
  {
    "source": "shop",
    "correlationId": "correlation-1"
  }

record
  {
    "body": {
      "id": "event-1"
    }
  }`,
		);
	});

	test("one that was sent again, of whatever record and without a stack", () => {
		const page = pageOf(
			fault({
				rule: "*",
				status: "resubmitted",
				error: { name: "StreamGaveUp", message: "after 11 invocations" },
				resubmission: { at: noon, outcome: "failed", became: ["a", "b"] },
			}),
			{ body: "{" },
		);
		expect(page).toContain(
			"status    resubmitted; sent again at 2030-01-01T12:00:00.000Z: failed, became a, b",
		);
		expect(page).toContain("rule      * (all that hear the record)");
		expect(page).toContain("  StreamGaveUp: after 11 invocations");
		expect(page).toContain('"body": "{"');
		expect(pageOf(fault(), null)).toContain("record\n  null");
	});

	test("progress and outcome of each", () => {
		const failed = { outcome: "failed" as const, reason: "TypeError: boom" };
		expect(outcomeLine(fault(), failed, [3, 40])).toBe(
			` 3/40 ${id} shop keep-orders: failed again (TypeError: boom)`,
		);
		expect(outcomeLine(fault(), { ...failed, became: ["a"] }, [1, 1])).toBe(
			`1/1 ${id} shop keep-orders: failed again as a (TypeError: boom)`,
		);
		expect(outcomeLine(fault(), { outcome: "done" }, [1, 1])).toMatch(
			/: done$/,
		);
	});

	test("a summary", () => {
		expect(
			summaryLine([
				{ outcome: "done" },
				{ outcome: "failed" },
				{ outcome: "done" },
				{ outcome: "retryable" },
			]),
		).toBe("4 resubmitted: 2 done, 1 failed again, 1 to be tried later.");
	});

	test("for programs, without the row's own fields", () => {
		expect(summaryOf(fault())).toEqual({
			id,
			region: "us-east-1",
			service: "shop",
			rule: "keep-orders",
			function: "food-dev-shop-listener",
			error: "TypeError: boom\nand more",
			attempts: 2,
			status: "open",
			firstSeen: "2030-01-01T11:59:00.000Z",
			lastSeen: "2030-01-01T12:00:00.000Z",
		});
	});
});
