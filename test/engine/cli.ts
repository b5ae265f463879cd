// The real Pulumi CLI, run in a checkout of the project.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { cliEnvironment, findCli, type Place } from "../../local/engine/cli";
import { watchMemory } from "./memory";

export const project = join(__dirname, "../..");
export const echoProvider = join(__dirname, "echo-provider");
export const localProvider = join(project, "local/provider");

const cli = findCli();

/** Like `describe`. Where there is no CLI the tests say so and do not run; in CI they fail. */
export function describeWithCli(name: string, tests: () => void): void {
	if ("reason" in cli) {
		if (process.env.CI) throw new Error(cli.reason);
		process.stderr.write(`Not run: ${name}. ${cli.reason}\n`);
		describe.skip(name, tests);
	} else describe(name, tests);
}

export interface Run {
	code: number | null;
	/** What the user sees. */
	output: string;
	stdout: string;
	seconds: number;
	/** Of all its processes together at their highest, in MB; only where there is /proc. */
	memory: number | undefined;
}

export async function pulumi(place: Place, ...args: string[]): Promise<Run> {
	if (!("folder" in cli)) throw new Error(cli.reason);
	const start = performance.now();
	const child = spawn(
		join(cli.folder, "pulumi"),
		[...args, "--non-interactive", "--color", "never"],
		{ cwd: place.folder, env: cliEnvironment(place, cli.folder) },
	);
	const memory = watchMemory(child.pid);
	let output = "";
	let stdout = "";
	child.stdout.on("data", (chunk) => {
		stdout += chunk;
		output += chunk;
	});
	child.stderr.on("data", (chunk) => {
		output += chunk;
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	return {
		code,
		output,
		stdout,
		seconds: (performance.now() - start) / 1000,
		memory: memory.end(),
	};
}
