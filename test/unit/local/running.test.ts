import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announce, runningPlatform } from "../../../local/running";
import { findStack } from "../../../ops/stack";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "running-"));
	mkdirSync(join(root, ".bulkhead"));
});
afterEach(() => rmSync(root, { recursive: true }));

const running = {
	endpoint: "http://127.0.0.1:4566",
	stack: "prod",
	outputs: {
		apis: {},
		tables: {},
		buses: {},
		claims: {},
		faults: { "us-east-1": "faults-east", "us-west-2": "faults-west" },
	},
};
const write = (text: string) =>
	writeFileSync(join(root, ".bulkhead/running.json"), text);

test("a platform is known while it runs", () => {
	const silence = announce(root, running);
	expect(runningPlatform(root)).toEqual({ pid: process.pid, ...running });
	silence();
	expect(() => runningPlatform(root)).toThrow(
		"No platform runs on this machine: start one with `npm start`, or name a stack with --stack.",
	);
});

test("one that ended without a word is stale", () => {
	// No process has it: the kernel's own limit is lower.
	write(JSON.stringify({ pid: 2 ** 30, ...running }));
	expect(() => runningPlatform(root)).toThrow(/is stale\): start it again/);
});

test("one that was started since stays known", () => {
	const silence = announce(root, running);
	write(JSON.stringify({ pid: 1, ...running }));
	silence();
	expect(runningPlatform(root).pid).toBe(1);
});

test("a file that nobody understands is no platform", () => {
	write("{");
	expect(() => runningPlatform(root)).toThrow(/^No platform runs/);
});

describe("where a command works", () => {
	test("on this machine, in all regions or one", async () => {
		announce(root, running);
		const stack = await findStack(root, {});
		expect(stack.faults).toEqual(running.outputs.faults);
		expect(stack.client("us-west-2")).toMatchObject({
			region: "us-west-2",
			endpoint: running.endpoint,
		});
		const one = await findStack(root, { region: "us-west-2" });
		expect(one.faults).toEqual({ "us-west-2": "faults-west" });
	});

	test.each([
		[
			{ region: "eu-west-1" },
			"the stack prod on this machine does not run in eu-west-1; its regions are us-east-1, us-west-2.",
		],
		[
			{ stack: "prod", local: true },
			"Either --stack or --local: a stack on AWS, or the platform on this machine.",
		],
	] as const)("%j: a sentence", async (options, sentence) => {
		announce(root, running);
		await expect(findStack(root, options)).rejects.toThrow(sentence);
	});

	test("a stack that Pulumi does not know, or no Pulumi: a sentence", async () => {
		await expect(findStack(root, { stack: "nowhere" })).rejects.toThrow(
			/^The outputs of the stack nowhere cannot be read: ./,
		);
	});
});
