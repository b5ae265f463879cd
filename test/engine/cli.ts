// The real Pulumi CLI, run in a checkout of the project with a provider that only echoes.
import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { watchMemory } from "./memory";

export const project = join(__dirname, "../..");
export const echoProvider = join(__dirname, "echo-provider");

/** The CLI's folder: of the one on PATH, or the built one; `reason` is why there is none. */
export function findCli(): { folder: string } | { reason: string } {
	const install = join(project, ".ci/pulumi/install");
	const { status, stdout, stderr } = spawnSync(install, ["--no-build"], {
		encoding: "utf8",
	});
	if (status === 0) return { folder: stdout.trim() };
	return { reason: stderr.trim() };
}

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

/** `home` keeps all that Pulumi keeps: its settings, and the state. */
export interface Place {
	folder: string;
	home: string;
	/** Where the program's packages are, if not in the folder. */
	packages?: string;
}

export async function pulumi(place: Place, ...args: string[]): Promise<Run> {
	if (!("folder" in cli)) throw new Error(cli.reason);
	const start = performance.now();
	const child = spawn(
		join(cli.folder, "pulumi"),
		[...args, "--non-interactive", "--color", "never"],
		{ cwd: place.folder, env: environment(place, cli.folder) },
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

/** Nothing of the user's own Pulumi: neither login nor settings. */
function environment({ home, packages }: Place, folder: string) {
	const own = Object.entries(process.env).filter(
		([name]) => !name.startsWith("PULUMI_"),
	);
	return {
		...Object.fromEntries(own),
		PATH: [folder, process.env.PATH].join(delimiter),
		PULUMI_HOME: join(home, "pulumi"),
		PULUMI_BACKEND_URL: `file://${home}`,
		PULUMI_CONFIG_PASSPHRASE: "only for tests",
		PULUMI_SKIP_UPDATE_CHECK: "true",
		PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
		// The file backend would write the whole state at each step.
		PULUMI_SKIP_CHECKPOINTS: "true",
		...(packages && { BULKHEAD_NODE_MODULES: packages }),
	};
}
