import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithCli, project } from "./cli";

jest.setTimeout(180_000);

interface Reaction {
	/** What it prints. */
	at: string;
	react: (child: { pid?: number; type(text: string): void }) => void;
}

/** `npm run up:local`, and what its user does when it has printed something. */
async function upLocal(
	args: string[],
	reactions: Reaction[] = [],
	env: NodeJS.ProcessEnv = {},
) {
	const TMPDIR = mkdtempSync(join(tmpdir(), "up-local-"));
	const child = spawn(
		process.execPath,
		["--import", "tsx", "local/up.ts", ...args],
		{
			cwd: project,
			detached: true,
			env: { ...process.env, TMPDIR, ...env },
		},
	);
	const waiting = [...reactions];
	let output = "";
	let seen = 0;
	const hear = (chunk: Buffer) => {
		output += chunk.toString();
		const [next] = waiting;
		const found = next ? output.indexOf(next.at, seen) : -1;
		if (!next || found < 0) return;
		seen = found + next.at.length;
		waiting.shift();
		const type = (text: string) => void child.stdin.write(text);
		next.react({ pid: child.pid, type });
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

/** As Ctrl-C does: the whole group hears it. */
const interrupt: Reaction["react"] = ({ pid }) => {
	if (pid) process.kill(-pid, "SIGINT");
};

describeWithCli("npm run up:local", () => {
	it("deploys, updates at Enter, and destroys at Ctrl-C where it is told to", async () => {
		const { code, output, left } = await upLocal(
			["--destroy"],
			[
				{ at: "The stack is up", react: ({ type }) => type("\n") },
				{ at: "unchanged", react: interrupt },
			],
		);
		expect(output).toMatch(/\+ \d{3} created/);
		expect(output).toMatch(/- \d{3} deleted/);
		expect(output).not.toMatch(/^\s+at /m);
		expect({ code, left }).toEqual({ code: 0, left: [] });
		for (const file of ["env", "running.json", "engine/dev/pid"])
			expect(existsSync(join(project, ".bulkhead", file))).toBe(false);
	});

	it("ends what it has begun at Ctrl-C, too", async () => {
		const { code, output, left } = await upLocal(
			[],
			[{ at: "Updating", react: interrupt }],
		);
		expect(output).toContain("Stopping");
		expect(output).not.toMatch(/^\s+at /m);
		expect(left).toEqual([]);
		expect(code).not.toBe(0);
	});
});

it("says that there is no CLI, and where one is to be had", async () => {
	const nowhere = { PATH: "/usr/bin:/bin", XDG_CACHE_HOME: "/nowhere" };
	const { code, output } = await upLocal([], [], nowhere);
	expect(output).toContain(
		"There is no Pulumi CLI: install it (https://www.pulumi.com/docs/install), or let .ci/pulumi/install build it.",
	);
	expect(output).not.toMatch(/^\s+at /m);
	expect(code).toBe(1);
});
