import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../user-error";
import { findPython } from "./python";
import { ensureVenv } from "./venv";

const run = promisify(execFile);

/** The same version as in requirements.txt. */
export const image = "ministackorg/ministack:1.5.33";

/** How the emulator can be run here. */
export type Installed =
	| { kind: "running"; endpoint: string }
	| { kind: "venv"; python: string }
	| { kind: "image"; image: string };

export interface InstallOptions {
	/** The project's root; the venv goes to its `.bulkhead` folder. */
	root: string;
	onProgress?: (line: string) => void;
}

/** Finds or makes what runs the emulator: one that runs already, a Python environment, or an image. */
export async function installEmulator(
	options: InstallOptions,
): Promise<Installed> {
	const endpoint = process.env.AWS_ENDPOINT_URL;
	if (endpoint) return { kind: "running", endpoint };

	const python = await findPython();
	if (python) {
		const onProgress = options.onProgress ?? (() => {});
		const folder = join(options.root, ".bulkhead", "venv");
		const inside = await ensureVenv({
			what: "The emulator",
			requirements: join(__dirname, "requirements.txt"),
			...{ python, folder, onProgress },
		});
		return { kind: "venv", python: inside };
	}
	if (await dockerRuns()) return { kind: "image", image };
	throw new UserError(
		"The local platform needs Python 3.10 or newer (or Docker, running): install one of them, for example from https://www.python.org/downloads, and start again.",
	);
}

async function dockerRuns(): Promise<boolean> {
	try {
		await run("docker", ["info"], { timeout: 10_000 });
		return true;
	} catch {
		return false;
	}
}
