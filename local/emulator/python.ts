import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A plain `python3` is what most people mean; the numbered ones help where it is too old. */
const names = ["python3", "python", "python3.14", "python3.13", "python3.12"];
const oldest = 10; // the emulator asks for Python 3.10

/** The command of a Python that can run the emulator, or undefined. */
export async function findPython(): Promise<string | undefined> {
	for (const name of names) {
		if (isEnough(await version(name))) return name;
	}
	return undefined;
}

export function isEnough(version: string | undefined): boolean {
	const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(version ?? "") ?? [];
	return Number(major) === 3 && Number(minor) >= oldest;
}

async function version(command: string): Promise<string | undefined> {
	try {
		return (await run(command, ["--version"], { timeout: 10_000 })).stdout;
	} catch {
		return undefined;
	}
}
