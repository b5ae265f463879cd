// The emulator and a copy of the fixture program that tests may edit, applied in a process of its own.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";
import { readStackConfig } from "../../../local/provision/stack-config";

const project = join(__dirname, "../../..");
const fixture = join(project, "test/fixtures/program");

export interface Answer {
	outputs: Record<string, string>;
	created: { type: string; name: string }[];
	updated: { type: string; name: string }[];
	unchanged: { type: string; name: string }[];
	deleted: { type: string; name: string }[];
	error?: string;
	failures?: { type: string; name: string; reason: string }[];
}

export interface Platform {
	emulator: Emulator;
	apply(): Promise<Answer>;
	/** Replaces text in a file of the program; the text must be there. */
	edit(file: string, from: string, to: string): Promise<void>;
	write(file: string, text: string): Promise<void>;
	stop(): Promise<void>;
}

export async function startPlatform(
	issuer: string,
	onFunctionLine?: (functionName: string, line: string) => void,
): Promise<Platform> {
	const emulator = await startEmulator({ root: project, onFunctionLine });
	// Inside the project, so that the program finds its packages.
	await mkdir(join(project, ".bulkhead"), { recursive: true });
	const root = await mkdtemp(join(project, ".bulkhead/program-"));
	await cp(fixture, root, { recursive: true });

	const overrides = { apiKey: "local-key", issuer };
	const options = {
		...readStackConfig({ root, stack: "dev", overrides }),
		programFile: join(root, "index.ts"),
		stack: "dev",
		endpoint: emulator.endpoint,
	};
	const child = spawn(
		process.execPath,
		[
			"--import",
			"tsx",
			join(__dirname, "apply-process.ts"),
			JSON.stringify(options),
		],
		{ cwd: project, stdio: ["pipe", "pipe", "inherit"] },
	);
	const closed = new Promise((resolve) => child.once("close", resolve));
	const lines = createInterface({ input: child.stdout })[
		Symbol.asyncIterator
	]();

	return {
		emulator,
		async apply() {
			child.stdin.write("apply\n");
			const { value, done } = await lines.next();
			if (done) throw new Error("The process that applies has ended");
			return JSON.parse(value);
		},
		async edit(file, from, to) {
			const path = join(root, file);
			const text = await readFile(path, "utf8");
			if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
			await writeFile(path, text.replace(from, to));
		},
		write: (file, text) => writeFile(join(root, file), text),
		async stop() {
			child.stdin.end();
			await closed;
			await emulator.stop();
			await rm(root, { recursive: true, force: true });
		},
	};
}
