import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Coming to rest takes one or two minutes: deadlines must come, and calls that failed are made again after a minute. */
jest.setTimeout(420_000);

const root = resolve(__dirname, "../..");

/** `npm run chaos` for a quarter of a minute; interrupted when it has printed that. */
async function chaos({ interruptAt }: { interruptAt?: string } = {}) {
	const TMPDIR = mkdtempSync(join(tmpdir(), "chaos-"));
	const options = ["--minutes", "0.25", "--seed", "integration"];
	const child = spawn(
		process.execPath,
		["--import", "tsx", "test/journey/chaos.ts", ...options],
		{
			cwd: root,
			detached: true,
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, TMPDIR },
		},
	);
	let output = "";
	const hear = (chunk: Buffer) => {
		const before = output;
		output += chunk.toString();
		const isAsked = interruptAt !== undefined && output.includes(interruptAt);
		// As Ctrl-C does: the whole group hears it.
		if (isAsked && !before.includes(interruptAt) && child.pid)
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

test("whatever fails for a while, every order ends right in every service and region", async () => {
	const { code, output, left } = await chaos();
	// The whole story is what helps whoever reads that it failed.
	expect(output).toMatch(/\n\d+ passed, 0 failed\n$/);
	expect(code).toBe(0);
	expect(left).toEqual([]);
});

test("Ctrl-C ends it all, without an error", async () => {
	const { code, output, left } = await chaos({ interruptAt: " under way" });
	expect(output).toContain("Stopping");
	expect(output).not.toMatch(/^\s+at /m);
	expect(output).not.toContain("passed");
	expect(code).toBe(130);
	expect(left).toEqual([]);
});
