import { spawnSync } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The files that the README tells to write: a path on a line of its own, then its text. */
const files = [...readme.matchAll(/^`([\w./-]+)`\n\n```ts\n(.*?)^```$/gms)].map(
	([, path = "", text = ""]) => ({ path, text }),
);
/** The change that it tells to make then, and what the check says to it. */
const change = /^```diff\n (.*)\n\+(.*)\n```$/m.exec(readme);
const complaint = /^```\n(invoice may refuse .*?)\n```$/ms.exec(readme)?.[1];

const parts = [
	...["components", "contracts", "functions", "local", "policy", "runtime"],
	...[
		"index.ts",
		"jest.config.js",
		"package.json",
		"tsconfig.check.json",
		"biome.json",
	],
];

/** Ms: the compiler reads the AWS provider's types. */
const patience = 180_000;

describe("the README's first own service, written as it says", () => {
	const folder = mkdtempSync(join(tmpdir(), "bulkhead-walk-"));
	afterAll(() => rmSync(folder, { recursive: true }));

	beforeAll(() => {
		for (const part of parts)
			cpSync(join(root, part), join(folder, part), { recursive: true });
		symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
		for (const { path, text } of files) write(path, text);
	});

	test("is complete: the contract, its functions, the list and a test", () => {
		expect(files.map(({ path }) => path)).toEqual([
			"functions/invoice/contract.ts",
			"functions/invoice/model.ts",
			"functions/invoice/connector.ts",
			"functions/invoice/listener.ts",
			"functions/invoice/trigger.ts",
			"functions/invoice/rest.ts",
			"functions/index.ts",
			"test/unit/functions/invoice/model.test.ts",
		]);
	});

	test("changes nothing in the list of services but its own line", () => {
		const own = /^import .*invoice.*\n|, invoice(?=\])/gm;
		// A longer list is on several lines.
		const onOneLine = (text = "") =>
			text.replaceAll(/\[.*?\]/gs, (list) =>
				list.replaceAll(/\s+/g, " ").replaceAll(/(?<=\[) |,? (?=\])/g, ""),
			);
		const list = files.find(({ path }) => path === "functions/index.ts");
		expect(onOneLine(list?.text).replaceAll(own, "")).toBe(
			onOneLine(readFileSync(join(root, "functions/index.ts"), "utf8")),
		);
	});

	test(
		"compiles",
		() => expect(run("tsc", "-p", "tsconfig.check.json")).toEqual(fine),
		patience,
	);

	test(
		"is formatted",
		() => {
			const own = files.map(({ path }) => path);
			const ignoreGit = "--vcs-enabled=false";
			const { status } = run("biome", "check", ignoreGit, ...own);
			expect(status).toBe(0);
		},
		patience,
	);

	test(
		"fits the platform, and can be bundled",
		() => {
			expect(run("tsx", "local/check.ts")).toMatchObject({
				status: 0,
				output: expect.stringContaining("invoice-issued"),
			});
			expect(run("tsx", "local/bundles.ts")).toMatchObject({
				status: 0,
				output: expect.stringMatching(
					/invoice-rest.*invoice-listener.*invoice-trigger/s,
				),
			});
		},
		patience,
	);

	test(
		"passes its own test",
		() =>
			expect(run("jest", "test/unit/functions/invoice")).toMatchObject({
				status: 0,
			}),
		patience,
	);

	test(
		"is complained of, in the README's words, when its contract changes",
		() => {
			const path = "functions/invoice/contract.ts";
			const [, before = "", added = ""] = change ?? [];
			const text = readFileSync(join(folder, path), "utf8");
			const changed = text.replace(`${before}\n`, `${before}\n${added}\n`);
			expect(changed).not.toBe(text);
			write(path, changed);
			expect(complaint).toBeDefined();
			expect(run("tsx", "local/check.ts")).toMatchObject({
				status: 1,
				output: expect.stringContaining(complaint ?? ""),
			});
			const { status, output } = run("tsc", "-p", "tsconfig.check.json");
			expect(status).not.toBe(0);
			for (const file of ["model", "connector", "trigger"])
				expect(output).toContain(`functions/invoice/${file}.ts`);
		},
		patience,
	);

	const fine = { status: 0, output: "" };

	function write(path: string, text: string) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}

	function run(command: string, ...args: string[]) {
		const { status, stdout, stderr } = spawnSync(
			join(folder, "node_modules/.bin", command),
			args,
			{ cwd: folder, encoding: "utf8" },
		);
		return { status, output: stdout + stderr };
	}
});
