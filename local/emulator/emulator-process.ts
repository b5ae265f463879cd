import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { UserError } from "../user-error";
import { emulatorCommand } from "./command";
import type { Installed } from "./install";

interface SpawnOptions {
	installed: Exclude<Installed, { kind: "running" }>;
	port: number;
	folder: string;
	onLine: (line: string) => void;
	onFunctionLine: (functionName: string, line: string) => void;
}

export interface EmulatorProcess {
	pid?: number;
	gone: Promise<never>;
	lastLines(): string;
	stop(): Promise<void>;
}

const grace = 2_000; // ms; it holds nothing worth saving, but ends its workers itself when it can
const kept = 10; // lines for the sentence of a death
const functionLine = /^function ([\w-]+): (.*)$/; // as launch.py writes it

/** The emulator as a process group of its own, so that ending it ends every function's process too. */
export function spawnEmulator(options: SpawnOptions): EmulatorProcess {
	const { file, args, env } = emulatorCommand(
		options.installed,
		options.port,
		options.folder,
	);
	// Its stdin is never written: it closes when this process ends, and launch.py ends with it.
	const child = spawn(file, args, { env, detached: true });
	const last = tail(child, options);
	const lastLines = () => `Its last lines:\n${last.join("\n")}`;

	let stopping = false;
	const gone = new Promise<never>((_, reject) => {
		const die = (why: string) => {
			if (stopping) return;
			signalGroup(child, "SIGKILL");
			reject(
				new UserError(
					`The emulator ended (${why}), and what was in it is gone: start again. ${lastLines()}`,
				),
			);
		};
		child.once("error", (error) => die(error.message));
		child.once("close", (code, signal) => die(signal ?? `exit code ${code}`));
	});
	// Who waits for it gets the rejection; when nobody waits it is no unhandled one.
	gone.catch(() => {});

	return {
		pid: child.pid,
		gone,
		lastLines,
		async stop() {
			stopping = true;
			await end(child);
		},
	};
}

function tail(
	child: ChildProcess,
	{ onLine, onFunctionLine }: SpawnOptions,
): string[] {
	const last: string[] = [];
	const follow = (stream: Readable | null) => {
		if (!stream) return;
		createInterface({ input: stream }).on("line", (line) => {
			const [, functionName, said] = functionLine.exec(line) ?? [];
			if (functionName !== undefined && said !== undefined) {
				onFunctionLine(functionName, said);
				return;
			}
			last.push(line);
			if (last.length > kept) last.shift();
			onLine(line);
		});
	};
	follow(child.stdout);
	follow(child.stderr);
	return last;
}

async function end(child: ChildProcess): Promise<void> {
	if (child.pid === undefined) return;
	if (child.exitCode === null && child.signalCode === null) {
		const exited = once(child, "exit");
		signalGroup(child, "SIGTERM");
		const timer = setTimeout(() => signalGroup(child, "SIGKILL"), grace);
		await exited;
		clearTimeout(timer);
	}
	signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if (!isNoProcess(error)) throw error;
	}
}

function isNoProcess(error: unknown): boolean {
	return (
		typeof error === "object" &&
		error !== null &&
		"code" in error &&
		error.code === "ESRCH"
	);
}
