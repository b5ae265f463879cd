import { spawn } from "node:child_process";
import {
	cp,
	mkdir,
	mkdtemp,
	readdir,
	realpath,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Bundles } from "../../../components/bundling";
import { version } from "../../../package.json";

export const project = join(__dirname, "../../..");
const example = join(project, "examples/standalone-service");

export interface Ran {
	code: number | null;
	output: string;
}

/** The example of a repository of its own, copied elsewhere, with the package that `npm pack` makes of this project. */
export class Consumer {
	private constructor(readonly folder: string) {}

	/** `installed` is what a user does, from npm's cache where it can; `linked` has this project's packages at once. */
	static async create(packages: "installed" | "linked"): Promise<Consumer> {
		const temporary = await mkdtemp(join(tmpdir(), "bulkhead-package-"));
		const consumer = new Consumer(join(await realpath(temporary), "loyalty"));
		try {
			await cp(example, consumer.folder, { recursive: true });
			await consumer.pack();
			if (packages === "installed") await consumer.install();
			else await consumer.unpack();
			await consumer.linkMissing();
			return consumer;
		} catch (error) {
			await consumer.remove();
			throw error;
		}
	}

	/** Runs a command there; fails if it does. */
	async must(command: string, ...args: string[]): Promise<string> {
		const { code, output } = await run(this.folder, command, args);
		if (code === 0) return output;
		throw new Error(`${command} ${args.join(" ")}:\n${output}`);
	}

	/** The runtime layer of its functions' bundles, made by the compiled components; each function has been loaded. */
	async runtime(): Promise<Bundles["runtime"]> {
		const script = `
			const { bundle } = require("./node_modules/bulkhead/dist/components/bundling");
			const kinds = ["rest", "listener", "trigger"];
			const functions = kinds.map((kind) => ({ name: "loyalty-" + kind, entry: "functions/loyalty/" + kind + ".ts" }));
			functions.push({ name: "hub-drain", entry: "runtime/hub/drain.ts" });
			bundle({ root: process.cwd(), functions }).then(async ({ runtime, functions }) => {
				for (const { folder } of functions.values()) {
					const { handler } = await import(folder + "/index.mjs");
					if (typeof handler !== "function") throw new Error(folder);
				}
				console.log(JSON.stringify(runtime));
			});`;
		return JSON.parse(await this.must("node", "-e", script));
	}

	async write(file: string, text: string): Promise<void> {
		const path = join(this.folder, file);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
	}

	async delete(file: string): Promise<void> {
		await rm(join(this.folder, file));
	}

	async remove(): Promise<void> {
		await rm(dirname(this.folder), { recursive: true, force: true });
	}

	private async pack(): Promise<void> {
		const vendor = join(this.folder, "vendor");
		await mkdir(vendor);
		const args = ["pack", "--pack-destination", vendor];
		const { code, output } = await run(project, "npm", args);
		if (code !== 0) throw new Error(`npm pack:\n${output}`);
	}

	/** All that the package needs must come by its own package.json; the tools of development are linked. */
	private async install(): Promise<void> {
		const quick = ["--prefer-offline", "--no-audit", "--no-fund"];
		await this.must(
			...["npm", "install", "--omit=dev", "--ignore-scripts"],
			...quick,
		);
	}

	private async unpack(): Promise<void> {
		const target = join(this.folder, "node_modules/bulkhead");
		await mkdir(target, { recursive: true });
		const tarball = join(this.folder, `vendor/bulkhead-${version}.tgz`);
		await this.must("tar", "-xzf", tarball, "-C", target, "--strip=1");
	}

	private async linkMissing(folder = "node_modules"): Promise<void> {
		const there = await readdir(join(this.folder, folder));
		for (const name of await readdir(join(project, folder))) {
			const path = join(folder, name);
			if (!there.includes(name))
				await symlink(join(project, path), join(this.folder, path));
			else if (name.startsWith("@")) await this.linkMissing(path);
		}
	}
}

export async function run(
	cwd: string,
	command: string,
	args: readonly string[],
): Promise<Ran> {
	const child = spawn(command, args, {
		cwd,
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	const hear = (chunk: Buffer) => {
		output += chunk;
	};
	child.stdout.on("data", hear);
	child.stderr.on("data", hear);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	return { code, output };
}
