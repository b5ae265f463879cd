import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Consumer, project, run } from "./consumer";

jest.setTimeout(300_000);

describe("the package, installed into a repository of its own", () => {
	let consumer: Consumer;
	beforeAll(async () => {
		consumer = await Consumer.create("installed");
	});
	afterAll(() => consumer?.remove());

	const manifest = (folder: string) =>
		JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

	it("holds what is compiled and the sources that are bundled, and no more", () => {
		const folder = join(consumer.folder, "node_modules/bulkhead");
		const contents = readdirSync(folder).sort();
		expect(contents.filter((name) => name !== "node_modules")).toEqual([
			...["LICENSE", "README.md", "contracts", "dist"],
			// npm adds what `main` names, which is for Pulumi.
			...["index.ts", "package.json", "runtime"],
		]);
		expect(readdirSync(join(folder, "dist")).sort()).toEqual([
			...["components", "contracts", "local", "runtime", "testkit"],
		]);
	});

	it("is what the example asks for, in the version that is here", () => {
		const { version, dependencies } = manifest(project);
		const asked = manifest(consumer.folder).dependencies;
		expect(asked.bulkhead).toBe(`file:vendor/bulkhead-${version}.tgz`);
		// One copy of it for the program and the components.
		expect(asked["@pulumi/pulumi"]).toBe(dependencies["@pulumi/pulumi"]);
	});

	it("has types, down to those of its own dependencies", async () => {
		await consumer.write(
			"functions/loyalty/wrong.ts",
			'import { listener } from "bulkhead/runtime/listener";\nimport { loyalty } from "./contract";\n\nexport const handler = listener(loyalty, {});\n',
		);
		const strictly = ["--noCheck", "false", "--skipLibCheck", "false"];
		const { code, output } = await run(consumer.folder, "npx", [
			...["tsc", "--noEmit", "--pretty", "false"],
			...strictly,
		]);
		// Of all that is compiled, only that.
		expect(output.match(/error TS/g)).toHaveLength(1);
		expect(output).toMatch(/^functions\/loyalty\/wrong\.ts\(4,/);
		expect(output).toContain(`Property '"keep-orders"' is missing`);
		expect(code).not.toBe(0);
		await consumer.delete("functions/loyalty/wrong.ts");
	});

	it("runs the repository's own tests, the test kit's histories among them", async () => {
		const output = await consumer.must("npx", "jest");
		expect(output).toContain("5 passed, 5 total");
	});

	it("bundles the repository's functions on its runtime, and node loads them", async () => {
		const files = (await consumer.runtime()).map(({ file }) => file);
		const modules = ["listener", "rest", "trigger", "contracts", "hub-drain"];
		for (const module of modules) expect(files).toContain(`${module}.mjs`);
	});
});
