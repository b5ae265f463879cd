import { Checkout } from "./checkout";
import { describeWithCli, type Run } from "./cli";

jest.setTimeout(120_000);

/** A mistake of the user is told, and nothing of how the program found it. */
function expectSentence({ code, output }: Run, sentence: string): void {
	expect(output).toContain(sentence);
	expect(output).not.toMatch(/^\s+at /m);
	expect(output).not.toContain("unhandled");
	expect(code).not.toBe(0);
}

describeWithCli("mistakes, as the CLI tells them", () => {
	let checkout: Checkout;
	beforeEach(async () => {
		checkout = await Checkout.create();
		await checkout.must("stack", "init", "dev");
	});
	afterEach(() => checkout?.remove());

	const preview = () => checkout.run("preview", "--stack", "dev");

	it("refuses to deploy with the examples of issuer and systems", async () => {
		const up = ["up", "--stack", "dev", "--yes", "--skip-preview"];
		const run = await checkout.run(...up);
		for (const sentence of [
			"set your own in Pulumi.dev.yaml with `pulumi config set issuer https://…`",
			"set its address in Pulumi.dev.yaml with `pulumi config set --path systems.processor https://…`",
		])
			expectSentence(run, sentence);
	});

	it("names the key, the file and the legal values of a wrong setting", async () => {
		const path = ["--path", "regions[0]", "us-esat-1"];
		await checkout.must("config", "set", "--stack", "dev", ...path);
		expectSentence(
			await preview(),
			'- regions in Pulumi.dev.yaml is ["us-esat-1"]: it must be a list of AWS regions, none of them twice, such as ["us-east-1"]',
		);
	});

	it("says what a new stack lacks", async () => {
		await checkout.must("stack", "init", "staging");
		const run = await checkout.run("preview", "--stack", "staging");
		for (const sentence of [
			"- regions in Pulumi.staging.yaml is []: it must be a list",
			'- stage in Pulumi.staging.yaml is "staging": it must be one of dev, prod, preview',
		])
			expectSentence(run, sentence);
	});

	it("says which contracts do not fit together", async () => {
		const contract = "functions/delivery/contract.ts";
		await checkout.edit(contract, '"order-ready"', '"order-red"');
		expectSentence(await preview(), "- delivery consumes order-red, which");
	});

	it("shows where a function cannot be compiled", async () => {
		const model = "functions/delivery/model.ts";
		const line = (await checkout.read(model)).split("\n").length;
		await checkout.append(model, "const x = ;\n");
		expectSentence(
			await preview(),
			`error: ${model}:${line}:11: Unexpected ";"`,
		);
	});

	it("shows where a contract cannot be compiled", async () => {
		const contract = "functions/delivery/contract.ts";
		const line = (await checkout.read(contract)).split("\n").length;
		await checkout.append(contract, "const x = ;\n");
		const { code, output } = await preview();
		expect(output).toContain(`${contract}(${line},11): error`);
		expect(output).not.toMatch(/^\s+at /m);
		expect(code).not.toBe(0);
	});
});
