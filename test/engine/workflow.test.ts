import { spawn } from "node:child_process";
import { join } from "node:path";
import { cliEnvironment, findCli } from "../../local/engine/cli";
import { workflows } from "../unit/workflows/workflow";
import { Checkout, issuer, processor } from "./checkout";
import { describeWithCli } from "./cli";

jest.setTimeout(240_000);

/** The one command of a job that drives Pulumi, as the workflow has it. */
function commandOf(job: string): string {
	const found = workflows()
		.filter(({ path }) => path === "pr.yml")
		.flatMap(({ jobs }) => jobs[job]?.steps ?? [])
		.flatMap(({ run }) => (run?.includes("pulumi ") ? [run] : []));
	const [only] = found;
	if (!only || found.length > 1)
		throw new Error(`pr.yml's ${job} has ${found.length} commands of Pulumi`);
	return only;
}

/** Runs it as GitHub does, for the pull request 7. */
async function run(job: string, checkout: Checkout) {
	const cli = findCli();
	if (!("folder" in cli)) throw new Error(cli.reason);
	const output = join(checkout.folder, "output.txt");
	const child = spawn("bash", ["-e", "-c", commandOf(job)], {
		cwd: checkout.folder,
		env: {
			...cliEnvironment(checkout.place, cli.folder),
			STACK: "pr-7",
			GITHUB_OUTPUT: output,
		},
	});
	let text = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (data) => {
			text += data;
		});
	const code = await new Promise((done) => child.once("close", done));
	return { code, text };
}

describeWithCli(
	"the environment of a pull request, by pr.yml's own commands",
	() => {
		let change: Checkout;
		/** The default branch, elsewhere: it knows nothing of the stack but its name. */
		let main: Checkout;
		beforeAll(async () => {
			change = await Checkout.create();
			main = await change.another("main");
			await change.append(
				"Pulumi.preview.yaml",
				`  issuer: ${issuer}\n  systems: { processor: "${processor}" }\n`,
			);
		});
		afterAll(() => change?.remove());

		const stacks = async () =>
			(await main.must("stack", "ls", "--json")).stdout.trim();

		it("comes up with settings and policy of its own, and says where its APIs are", async () => {
			const { code, text } = await run("up", change);
			expect(text).toContain("✅ bulkhead@v");
			expect(code).toBe(0);
			expect(text).toContain("bulkhead-pr-7-customer-entities");
			expect(await change.read("output.txt")).toMatch(
				/^apis=\{.*"customer":.*"https:\/\/.*\}\n$/,
			);
		});

		it("goes away, without the change's code or settings", async () => {
			expect(await stacks()).toContain('"pr-7"');
			const { code, text } = await run("down", main);
			expect(text).toMatch(/- \d{3} deleted/);
			expect(code).toBe(0);
			expect(await stacks()).toBe("[]");
		});

		it("is gone when it is to go away again", async () => {
			const { code, text } = await run("down", main);
			expect(text).toContain("no stack named 'pr-7' found");
			expect(code).toBe(0);
		});

		it("goes away also when it failed half way", async () => {
			// Nobody knows its ARNs before they are made: the pack refuses it in the middle.
			await change.edit(
				"components/drain.ts",
				'"sqs:GetQueueAttributes"',
				'"sqs:*"',
			);
			const up = await run("up", change);
			expect(up.text).toContain("it grants sqs:*");
			expect(up.text).toMatch(/hub-us-east-1-bus created/);
			expect(up.code).not.toBe(0);
			const { code } = await run("down", main);
			expect(code).toBe(0);
			expect(await stacks()).toBe("[]");
		});

		it("is not taken for gone where the state cannot be read", async () => {
			const broken = await change.another("broken");
			await broken.write("Pulumi.yaml", "name: [");
			const { code } = await run("down", broken);
			expect(code).not.toBe(0);
		});
	},
);
