import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

jest.setTimeout(120_000);

const root = resolve(__dirname, "../../..");

/** `npm start`, interrupted when it has printed this. */
async function interruptedAt(text: string) {
	const TMPDIR = mkdtempSync(join(tmpdir(), "interrupted-"));
	const child = spawn(
		process.execPath,
		["--import", "tsx", "local/start.ts", "--stack", "dev"],
		{
			cwd: root,
			detached: true,
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, TMPDIR },
		},
	);
	let output = "";
	const hear = (chunk: Buffer) => {
		const before = output.includes(text);
		output += chunk.toString();
		// As Ctrl-C does: the whole group hears it.
		if (!before && output.includes(text) && child.pid)
			process.kill(-child.pid, "SIGINT");
	};
	child.stdout.on("data", hear);
	child.stderr.on("data", hear);
	const [code] = await once(child, "close");
	const left = readdirSync(TMPDIR).filter((name) =>
		name.startsWith("bulkhead-"),
	);
	rmSync(TMPDIR, { recursive: true });
	return { code, output, left };
}

describe("Ctrl-C", () => {
	test.each(["Creating the resources", "Ready in"])(
		"at «%s» ends it all, without an error",
		async (text) => {
			const { code, output, left } = await interruptedAt(text);
			expect(output).not.toMatch(/^\s+at /m);
			expect(output).toContain("Stopping");
			expect(code).toBe(0);
			expect(left).toEqual([]);
			expect(existsSync(join(root, ".bulkhead/env"))).toBe(false);
		},
	);
});
