import {
	appendFile,
	cp,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place } from "../../local/engine/cli";
import {
	endpointVariable,
	streamsVariable,
} from "../../local/provider/variables";
import { echoProvider, localProvider, project, pulumi, type Run } from "./cli";

/** What a deployment needs of the project. */
const parts = [
	"Pulumi.yaml",
	"Pulumi.dev.yaml",
	"Pulumi.prod.yaml",
	"Pulumi.preview.yaml",
	"package.json",
	"tsconfig.json",
	"tsconfig.check.json",
	"index.ts",
	"components",
	"contracts",
	"functions",
	"runtime",
	"policy",
];

export const issuer = "https://login.acme.test";
export const processor = "https://api.acme.test";

/** A copy of the project that a test may edit, with a state of its own. */
export class Checkout {
	private constructor(
		readonly place: Place,
		private readonly temporary: string,
	) {}

	static async create(name = "checkout"): Promise<Checkout> {
		const temporary = await mkdtemp(join(tmpdir(), "bulkhead-engine-"));
		const home = join(temporary, "home");
		const folder = join(temporary, name);
		for (const each of [home, folder]) await mkdir(each);
		await copyProject(folder);
		const checkout = new Checkout({ folder, home }, temporary);
		await checkout.useEchoProvider();
		return checkout;
	}

	/** Another one, elsewhere, of the same state and with the same stacks' settings. */
	async another(name: string): Promise<Checkout> {
		const folder = join(this.temporary, name);
		await mkdir(folder);
		await copyProject(folder);
		for (const file of ["Pulumi.dev.yaml", "Pulumi.prod.yaml"])
			await cp(join(this.place.folder, file), join(folder, file));
		const checkout = new Checkout({ ...this.place, folder }, this.temporary);
		await checkout.useEchoProvider();
		return checkout;
	}

	/** What `pulumi new` makes of the project as a template. */
	async asTemplateFor(name: string): Promise<{ made: Run; shop: Checkout }> {
		const template = join(this.temporary, "template");
		const folder = join(this.temporary, name);
		for (const each of [template, folder]) await mkdir(each);
		await copyProject(template);
		await rm(join(template, "node_modules"));
		const place = { ...this.place, folder, packages: project };
		const options = ["--name", name, "--yes", "--force", "--generate-only"];
		const made = await pulumi(place, "new", template, ...options);
		const shop = new Checkout({ ...this.place, folder }, this.temporary);
		await linkPackages(folder);
		await shop.useEchoProvider();
		return { made, shop };
	}

	/** A folder of the checkout's own, outside it. */
	beside(name: string): string {
		return join(this.temporary, name);
	}

	get folder(): string {
		return this.place.folder;
	}

	run(...args: string[]): Promise<Run> {
		return pulumi(this.place, ...args);
	}

	/** Fails if the CLI does. */
	async must(...args: string[]): Promise<Run> {
		const run = await this.run(...args);
		if (run.code !== 0)
			throw new Error(`pulumi ${args.join(" ")}:\n${run.output}`);
		return run;
	}

	read(file: string): Promise<string> {
		return readFile(join(this.place.folder, file), "utf8");
	}

	append(file: string, text: string): Promise<void> {
		return appendFile(join(this.place.folder, file), text);
	}

	write(file: string, text: string): Promise<void> {
		return writeFile(join(this.place.folder, file), text);
	}

	/** Replaces a text wherever it stands in the file; it must be there. */
	async edit(file: string, from: string, to: string): Promise<void> {
		const text = await this.read(file);
		if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
		const edited = text.replaceAll(from, to);
		await this.write(file, edited);
	}

	/**
	 * Compiled by swc and without the stacks that Pulumi collects for each resource: two seconds less of each run. For tests
	 * that look neither at how the program is loaded nor at what a mistake prints.
	 */
	async loadQuickly(): Promise<void> {
		const options = { nodeargs: "--stack-trace-limit=0" };
		const runtime = JSON.stringify({ name: "nodejs", options });
		await this.edit("Pulumi.yaml", "runtime: nodejs", `runtime: ${runtime}`);
		const tsconfig = {
			extends: "./tsconfig.check.json",
			"ts-node": { swc: true },
			compilerOptions: { noCheck: true, rootDir: "." },
		};
		await this.write("tsconfig.json", JSON.stringify(tsconfig));
	}

	/** The provider of this machine instead. Nothing is there that it could ask: for previews. */
	async useLocalProvider(): Promise<void> {
		await this.edit("Pulumi.yaml", echoProvider, localProvider);
		const nowhere = "http://127.0.0.1:1";
		this.place.variables = {
			[endpointVariable]: nowhere,
			[streamsVariable]: nowhere,
		};
	}

	async remove(): Promise<void> {
		await rm(this.temporary, { recursive: true, force: true });
	}

	private useEchoProvider(): Promise<void> {
		const provider = `{ name: aws, path: ${JSON.stringify(echoProvider)} }`;
		return this.append(
			"Pulumi.yaml",
			`\nplugins:\n  providers: [${provider}]\n`,
		);
	}
}

async function copyProject(folder: string): Promise<void> {
	for (const part of parts)
		await cp(join(project, part), join(folder, part), { recursive: true });
	await linkPackages(folder);
}

function linkPackages(folder: string): Promise<void> {
	return symlink(join(project, "node_modules"), join(folder, "node_modules"));
}
