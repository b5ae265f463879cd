import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { Place } from "../../local/engine/cli";
import type { Engine } from "../../local/engine/engine";
import { writeOverlay } from "../../local/engine/overlay";
import { Consumer } from "../integration/package/consumer";
import { pulumi, type Run } from "./cli";

/** The stack `dev` of the example of a repository of its own, in the same backend and emulator as the stack that it joins. */
export class JoiningStack {
	private constructor(
		readonly consumer: Consumer,
		private readonly place: Place,
	) {}

	static async beside(hub: Engine): Promise<JoiningStack> {
		const consumer = await Consumer.create("linked");
		const folder = join(dirname(consumer.folder), "engine");
		const { folder: root } = consumer;
		await mkdir(folder);
		const parties = { issuer: await issuerOf(hub), processor: undefined };
		writeOverlay({ root, stack: "dev", folder, parties });
		const stack = new JoiningStack(consumer, {
			...hub.place,
			folder,
			packages: root,
		});
		await stack.must("stack", "init", "dev");
		return stack;
	}

	run(...args: string[]): Promise<Run> {
		return pulumi(this.place, ...args);
	}

	/** Fails if the CLI does; its time is printed. */
	async must(...args: string[]): Promise<Run> {
		const run = await this.run(...args);
		const command = `pulumi ${args.join(" ")}`;
		if (run.code !== 0) throw new Error(`${command}:\n${run.output}`);
		process.stderr.write(`loyalty: ${command}: ${run.seconds.toFixed(1)} s\n`);
		return run;
	}

	async output(name: string): Promise<unknown> {
		const { stdout } = await this.must("stack", "output", "--json", name);
		return JSON.parse(stdout);
	}

	/** Replaces a text in the stack's settings; it must be there. */
	async edit(from: string, to: string): Promise<void> {
		const file = join(this.place.folder, "Pulumi.dev.yaml");
		const text = await readFile(file, "utf8");
		if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
		await writeFile(file, text.replace(from, to));
	}

	remove(): Promise<void> {
		return this.consumer.remove();
	}
}

/** One issuer for both stacks. */
async function issuerOf({ place }: Engine): Promise<string> {
	const file = join(place.folder, "Pulumi.dev.yaml");
	const { config } = parse(await readFile(file, "utf8"));
	return String(config["bulkhead:issuer"]);
}
