import { spawn, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

/** The CLI's folder: of the one on PATH, or the built one; `reason` is why there is none. */
export function findCli(): { folder: string } | { reason: string } {
	const install = join(__dirname, "../../.ci/pulumi/install");
	const { status, stdout, stderr } = spawnSync(install, ["--no-build"], {
		encoding: "utf8",
	});
	if (status === 0) return { folder: stdout.trim() };
	return { reason: stderr.trim() };
}

/** Where the CLI works. */
export interface Place {
	/** Of Pulumi.yaml. */
	folder: string;
	/** Keeps all that Pulumi keeps: its settings, and the state. */
	home: string;
	/** Where the program's packages are, if not in the folder. */
	packages?: string;
	/** For the provider. */
	variables?: Record<string, string>;
}

/** Nothing of the user's own Pulumi: neither login nor settings. */
export function pulumiVariables({
	home,
	packages,
	variables,
}: Place): Record<string, string> {
	return {
		PULUMI_HOME: join(home, "pulumi"),
		PULUMI_BACKEND_URL: `file://${home}`,
		PULUMI_CONFIG_PASSPHRASE: "only for this machine",
		PULUMI_SKIP_UPDATE_CHECK: "true",
		PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
		// The file backend would write the whole state at each step.
		PULUMI_SKIP_CHECKPOINTS: "true",
		...(packages && { BULKHEAD_NODE_MODULES: packages }),
		...variables,
	};
}

export function cliEnvironment(place: Place, cliFolder: string) {
	const own = Object.entries(process.env).filter(
		([name]) => !name.startsWith("PULUMI_"),
	);
	return {
		...Object.fromEntries(own),
		PATH: [cliFolder, process.env.PATH].join(delimiter),
		...pulumiVariables(place),
	};
}

/** Runs it as the user would, in the same terminal; gives its exit code. */
export async function runCli(
	place: Place,
	cliFolder: string,
	args: readonly string[],
	{ isQuiet = false } = {},
): Promise<{ code: number | null; stdout: string }> {
	const child = spawn(join(cliFolder, "pulumi"), args, {
		cwd: place.folder,
		env: cliEnvironment(place, cliFolder),
		// It reads nothing: what is asked is answered by its options.
		stdio: ["ignore", isQuiet ? "pipe" : "inherit", "inherit"],
	});
	let stdout = "";
	child.stdout?.on("data", (chunk) => {
		stdout += chunk;
	});
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	return { code, stdout };
}
