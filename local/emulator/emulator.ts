import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../user-error";
import { type EmulatorProcess, spawnEmulator } from "./emulator-process";
import { type Installed, installEmulator } from "./install";
import { choosePort } from "./port";

export interface EmulatorOptions {
	/** The project's root. Default: the working directory. */
	root?: string;
	/** Default: any free one. Not used where AWS_ENDPOINT_URL names an emulator that runs already. */
	port?: number;
	/** Each line that the emulator prints of itself. */
	onLine?: (line: string) => void;
	/** Each line that a function writes, when it writes it. Not from the image, nor from an emulator that ran already. */
	onFunctionLine?: (functionName: string, line: string) => void;
	/** What installing does, the first time. */
	onProgress?: (line: string) => void;
}

export interface Emulator {
	/** For every AWS client: `http://127.0.0.1:<port>`. */
	endpoint: string;
	/** Its process group's. Absent where it was not started here. */
	pid?: number;
	/** Rejects with a sentence when the emulator ends without having been stopped; race long work against it. */
	gone: Promise<never>;
	/** Forgets all resources and data. */
	reset(): Promise<void>;
	/** Ends it with every function's process. */
	stop(): Promise<void>;
}

const startLimit = 30_000; // ms; it takes 300 here, the rest is for a loaded CI machine

/** Starts the emulator, installed first where it is not, and waits until it answers. */
export async function startEmulator(
	options: EmulatorOptions = {},
): Promise<Emulator> {
	const installed = await installEmulator({
		root: options.root ?? process.cwd(),
		onProgress: options.onProgress,
	});
	if (installed.kind === "running") return connect(installed.endpoint);
	return launch(installed, options);
}

async function launch(
	installed: Exclude<Installed, { kind: "running" }>,
	options: EmulatorOptions,
): Promise<Emulator> {
	const port = await choosePort(options.port);
	const endpoint = `http://127.0.0.1:${port}`;
	// Functions' working copies are left behind in it, so it lasts as long as the run.
	const folder = await mkdtemp(join(tmpdir(), "bulkhead-"));
	const child = spawnEmulator({
		installed,
		port,
		folder,
		onLine: options.onLine ?? (() => {}),
		onFunctionLine: options.onFunctionLine ?? (() => {}),
	});
	const stop = async () => {
		await child.stop();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		await answers(endpoint, child);
	} catch (error) {
		await stop();
		throw error;
	}
	const { pid, gone } = child;
	return { endpoint, pid, gone, reset: () => reset(endpoint), stop };
}

/** An emulator that somebody else started: it is used, and left as it is. */
async function connect(endpoint: string): Promise<Emulator> {
	if (!(await isHealthy(endpoint))) {
		throw new UserError(
			`No emulator answers at ${endpoint}: start it, or unset AWS_ENDPOINT_URL to have one started here.`,
		);
	}
	return {
		endpoint,
		gone: new Promise(() => {}),
		reset: () => reset(endpoint),
		stop: async () => {},
	};
}

async function answers(endpoint: string, child: EmulatorProcess) {
	const deadline = Date.now() + startLimit;
	while (!(await Promise.race([isHealthy(endpoint), child.gone]))) {
		if (Date.now() > deadline) {
			throw new UserError(
				`The emulator did not answer within ${startLimit / 1000} seconds. ${child.lastLines()}`,
			);
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

async function isHealthy(endpoint: string): Promise<boolean> {
	try {
		return (await fetch(`${endpoint}/_ministack/health`)).ok;
	} catch {
		return false;
	}
}

async function reset(endpoint: string): Promise<void> {
	await fetch(`${endpoint}/_ministack/reset`, { method: "POST" });
}
