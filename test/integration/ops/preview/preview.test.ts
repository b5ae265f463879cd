import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reportSchema } from "../../../../ops/preview/report";
import { Clone, type Result } from "./clone";
import { edits } from "./edits";

// Two evaluations of the whole program each; several seconds on a busy machine.
jest.setTimeout(180_000);

const examples = join(__dirname, "../../../../docs/preview");
const prod = ["--stack", "prod", "--format", "markdown"];

let clone: Clone;
beforeAll(() => {
	clone = Clone.committed();
});
beforeEach(() => clone.reset());
afterAll(() => clone.remove());

/** Sizes and counts are others' with every edit of anything; the rest of an example is to be what is printed. */
function withoutSizes(text: string): string {
	return text
		.replaceAll(/\d+\.\d KB → \d+\.\d KB|still \d+\.\d KB/g, "… KB")
		.replaceAll(/\d+ unchanged/g, "… unchanged");
}

/** The comment is the one in docs/preview; `EXAMPLES=write npx jest test/integration/ops/preview` writes it there. */
function expectExample(name: string, { stdout }: Result): void {
	const file = join(examples, `${name}.md`);
	if (process.env.EXAMPLES === "write") writeFileSync(file, stdout);
	expect(withoutSizes(stdout)).toBe(withoutSizes(readFileSync(file, "utf8")));
}

describe("what a pull request changes, as a comment", () => {
	it("an edit of code: the function, and the file that changed it", async () => {
		edits["code-edit"](clone);
		const result = await clone.preview(...prod);
		expect(result).toMatchObject({ code: 0 });
		expect(result.stdout).toContain("because of `functions/delivery/model.ts`");
		expectExample("code-edit", result);
	});

	it("a new service: its permissions, its contract and what it costs", async () => {
		edits["new-service"](clone);
		const result = await clone.preview(...prod);
		expect(result).toMatchObject({ code: 0 });
		expect(result.stdout).toContain("`order-accepted`, 2 → 3 consumers");
		expectExample("new-service", result);
	});

	it("another key of the tables: first, loud, and exit code 2", async () => {
		edits["key-schema"](clone);
		const result = await clone.preview(...prod);
		expect(result).toMatchObject({ code: 2 });
		expect(result.stdout).toContain(
			"`hashKey`: `pk` → `id`, which replaces it",
		);
		expectExample("key-schema", result);
	});

	it("a new permission: who may newly do what", async () => {
		edits["new-permission"](clone);
		const result = await clone.preview(...prod);
		expect(result).toMatchObject({ code: 0 });
		expect(result.stdout).toContain("may newly `dynamodb:DeleteItem` on");
		expectExample("new-permission", result);
	});
});

it("a loss that the stack's file allows by name is told, with exit code 0; what is committed is compared, too", async () => {
	edits["key-schema"](clone);
	const services = [
		"restaurant",
		"customer",
		"payment",
		"fulfillment",
		"delivery",
	];
	const names = services.map((name) => `${name}-entities-table`);
	clone.write(
		"Pulumi.dev.yaml",
		`${clone.read("Pulumi.dev.yaml")}  replacements: ${JSON.stringify([...names, "hub-us-east-1-faults-table"])}\n`,
	);
	clone.commit("another key");
	const file = join(clone.root, "report.json");
	const options = ["--stack", "dev", "--format", "json", "--output", file];
	const { code, stdout, stderr } = await clone.preview(...options);
	expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
	expect(stderr).toContain("comparing the working tree with main");
	const report = reportSchema.parse(JSON.parse(readFileSync(file, "utf8")));
	expect(report).toMatchObject({ allowed: true, unusedReplacements: [] });
	expect(report.stateful.map(({ allowed }) => allowed)).toEqual(
		Array.from({ length: 6 }, () => true),
	);
	// Nothing else is left of it.
	expect(clone.left()).toEqual({ worktrees: 1, folders: [] });
});

describe("what cannot be compared is told in a sentence, with exit code 1", () => {
	it.each([
		[
			"an unknown stack",
			["--stack", "qa"],
			/There is no stack "qa".*Stacks here: dev, prod/,
		],
		[
			"what is no stack's name",
			["--stack", "../dev"],
			/"\.\.\/dev" is no stack's name/,
		],
		[
			"an unknown commit",
			["--stack", "dev", "--base", "nowhere"],
			/There is no commit "nowhere" here/,
		],
		[
			"an option as a commit",
			["--stack", "dev", "--base=--help"],
			/There is no commit "--help" here/,
		],
		["no stack", [], /required option '--stack <name>'/],
		[
			"another format",
			["--stack", "dev", "--format", "xml"],
			/Allowed choices are text, markdown, json/,
		],
	])("%s", async (_what, options, says) => {
		const { code, stdout, stderr } = await clone.preview(...options);
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toMatch(says);
		expect(stderr).not.toMatch(/\n\s+at /);
	});

	it("a stack's file that is no YAML", async () => {
		clone.write("Pulumi.dev.yaml", "config:\n\tstage: dev\n");
		const { code, stdout, stderr } = await clone.preview("--stack", "dev");
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toMatch(/Pulumi\.dev\.yaml is no YAML: .* at line 2/);
		expect(stderr.trim().split("\n")).toHaveLength(1);
	});

	it("a program that fails, with what Pulumi would say", async () => {
		clone.replace(
			"functions/restaurant/contract.ts",
			'"order-accepted"',
			'"order-taken"',
		);
		const { code, stderr } = await clone.preview("--stack", "dev");
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/The program fails:\nthe contracts do not fit together \(2\):\n- customer consumes order-accepted/,
		);
		expect(stderr).not.toMatch(/\n\s+at /);
		expect(clone.left()).toEqual({ worktrees: 1, folders: [] });
	});

	it("a base that fails, and one that has no program", async () => {
		const { root } = clone;
		clone.git("checkout", "--quiet", "--orphan", "other");
		clone.write("index.ts", 'throw new Error("half done");\n');
		clone.commit("broken");
		clone.git("tag", "broken");
		rmSync(join(root, "index.ts"));
		clone.commit("nothing");
		clone.git("tag", "nothing");
		clone.git("checkout", "--quiet", "work");
		const [broken, nothing] = await Promise.all(
			["broken", "nothing"].map((base) =>
				clone.preview("--stack", "dev", "--base", base),
			),
		);
		expect([broken?.code, nothing?.code]).toEqual([1, 1]);
		expect(broken?.stderr).toMatch(
			/The program at the base broken does not evaluate.*\n.*half done/,
		);
		expect(broken?.stderr).not.toContain(`${root}/.bulkhead`);
		expect(nothing?.stderr).toMatch(/The base nothing has no program/);
	});

	it("a folder in no repository", async () => {
		const bare = new Clone();
		const { code, stderr } = await bare.preview("--stack", "dev");
		bare.remove();
		expect(code).toBe(1);
		expect(stderr).toMatch(/is in no git repository: .*`git init`/);
	});
});

it("what a killed report left is removed by the next one", async () => {
	const commit = clone.git("rev-parse", "main").trim();
	const dead = join(clone.root, ".bulkhead/preview", `${commit}-999999999`);
	clone.git("worktree", "add", "--quiet", "--detach", dead, commit);
	const { code, stdout } = await clone.preview(
		"--stack",
		"dev",
		"--base",
		"HEAD",
	);
	expect(code).toBe(0);
	expect(stdout).toContain("Nothing: all ");
	expect(clone.left()).toEqual({ worktrees: 1, folders: [] });
});
