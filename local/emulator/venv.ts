import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../user-error";

const run = promisify(execFile);

interface Venv {
	/** What it is for, as a sentence begins: "The emulator". */
	what: string;
	/** A list of all packages with versions and hashes. */
	requirements: string;
	/** The Python command that makes it. */
	python: string;
	/** Where it belongs, usually `.bulkhead/venv`. */
	folder: string;
	onProgress: (line: string) => void;
}

/**
 * The Python inside a virtual environment that holds exactly what its requirements list.
 * It is built beside its place and renamed when it is complete: a half-made one is never used,
 * and two processes that start at once do not disturb each other.
 */
export async function ensureVenv(venv: Venv): Promise<string> {
	const wanted = createHash("sha256")
		.update(await readFile(venv.requirements))
		.digest("hex");
	const python = join(venv.folder, "bin", "python");
	if (await isComplete(venv.folder, wanted)) return python;

	await sweepDrafts(venv.folder);
	const draft = `${venv.folder}-${process.pid}`;
	try {
		await build(draft, venv);
		await writeFile(stampOf(draft), wanted);
		await putInPlace(draft, venv.folder, wanted);
	} finally {
		await rm(draft, { recursive: true, force: true });
	}
	return python;
}

/** Takes away what an interrupted installation left: a draft whose process is gone. */
async function sweepDrafts(folder: string): Promise<void> {
	const parent = dirname(folder);
	const prefix = `${basename(folder)}-`;
	const siblings = await readdir(parent).catch(() => []);
	for (const name of siblings) {
		const pid = Number(name.slice(prefix.length));
		if (!name.startsWith(prefix) || isRunning(pid)) continue;
		await rm(join(parent, name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

async function isComplete(folder: string, wanted: string): Promise<boolean> {
	// A venv's python is a link: it dangles once the Python that made it is upgraded away.
	if (!existsSync(join(folder, "bin", "python"))) return false;
	const stamp = await readFile(stampOf(folder), "utf8").catch(() => undefined);
	return stamp === wanted;
}

async function build(folder: string, venv: Venv): Promise<void> {
	venv.onProgress(`${venv.what}: making a Python environment`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await step(venv, venv.python, ["-m", "venv", folder]);
	venv.onProgress(`${venv.what}: installing it (once, about 90 MB)`);
	const python = join(folder, "bin", "python");
	const pip = ["-m", "pip", "install", "--quiet", "--no-input"];
	const pinned = ["--require-hashes", "--requirement", venv.requirements];
	await step(venv, python, [...pip, "--disable-pip-version-check", ...pinned]);
	venv.onProgress(`${venv.what} is installed`);
}

async function putInPlace(draft: string, folder: string, wanted: string) {
	if (await isComplete(folder, wanted)) return;
	await rm(folder, { recursive: true, force: true });
	try {
		await rename(draft, folder);
	} catch (error) {
		// Another process was faster, if only by a moment: that is as good.
		if (!(await isComplete(folder, wanted))) throw error;
	}
}

async function step(
	{ what }: Venv,
	command: string,
	args: string[],
): Promise<void> {
	try {
		await run(command, args, { maxBuffer: 64 * 1024 * 1024 });
	} catch (error) {
		throw new UserError(
			`${what} could not be installed: \`${command} ${args.slice(0, 3).join(" ")}\` failed. ` +
				"It needs network access to PyPI, and on Debian or Ubuntu the package python3-venv.\n" +
				lastLines(error),
			{ cause: error },
		);
	}
}

function lastLines(error: unknown): string {
	const output = error instanceof Error ? error.message : String(error);
	return output.trim().split("\n").slice(-5).join("\n");
}

function stampOf(folder: string): string {
	return join(folder, "requirements.sha256");
}
