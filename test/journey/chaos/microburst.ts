import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { choosePort } from "../../../local/emulator/port";
import { findPython } from "../../../local/emulator/python";
import { ensureVenv } from "../../../local/emulator/venv";
import { until } from "../../../local/resources/until";
import { UserError } from "../../../local/user-error";
import { Counts } from "./counts";

/** A rule of the proxy, as it reads it: which calls, and what happens to them. https://pypi.org/project/microburst */
export interface Rule {
	service: string;
	region: string;
	operation?: string;
	/** Seconds. */
	ttl_s: number;
	/** So many in a row, then so many not. */
	sequence: { fail: number; pass: number };
	error?: { code: string; status?: number };
	/** Ms. */
	latency?: number;
	reset?: true;
	response?: { abort_bytes: number };
}

/** A proxy in front of the emulator that fails AWS calls in the format in which AWS fails them. */
export interface Microburst {
	endpoint: string;
	add(rule: Rule): Promise<void>;
	/** From now on nothing fails any more. */
	clear(): Promise<void>;
	/** What was done to how many calls. */
	counts(): Promise<Counts>;
	stop(): Promise<void>;
}

const startLimit = 20_000; // ms; it takes one second here

/** Starts the proxy, installed first where it is not. */
export async function startMicroburst({
	root,
	upstream,
	onProgress,
}: {
	root: string;
	upstream: string;
	onProgress: (line: string) => void;
}): Promise<Microburst> {
	const python = await findPython();
	if (!python)
		throw new UserError(
			"Chaos needs Python 3.10 or newer for microburst, the proxy that fails AWS calls.",
		);
	const inside = await ensureVenv({
		what: "Microburst",
		requirements: join(root, "local/emulator/requirements-microburst.txt"),
		folder: join(root, ".bulkhead", "microburst"),
		...{ python, onProgress },
	});
	const port = await choosePort();
	const endpoint = `http://127.0.0.1:${port}`;
	const child = spawn(
		inside,
		[
			...["-I", join(__dirname, "launch.py"), "--no-resign"],
			...["--upstream", upstream, "--port", String(port)],
		],
		// A group of its own: Ctrl-C is for whoever started it.
		{ stdio: ["pipe", "ignore", "ignore"], detached: true },
	);
	const control = async (path: string, method = "GET", body?: unknown) => {
		const answer = await fetch(`${endpoint}/_microburst/${path}`, {
			method,
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
		return answer.text();
	};
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, "exit");
		child.kill("SIGKILL");
		await ended;
	};
	const health = () => control("health").catch(() => undefined);
	if (!(await until(health, startLimit))) {
		await stop();
		throw new UserError(
			`Microburst did not answer within ${startLimit / 1000} seconds.`,
		);
	}
	return {
		endpoint,
		async add(rule) {
			await control("rules", "PATCH", [rule]);
		},
		async clear() {
			await control("rules", "POST", []);
		},
		counts: async () => countsIn(await control("metrics")),
		stop,
	};
}

const line =
	/^microburst_faults_total\{service="(.*)",operation=".*",action="(.*)"\} (\d+)$/gm;

function countsIn(metrics: string): Counts {
	const counts = new Counts();
	for (const [, service, action = "", n] of metrics.matchAll(line))
		counts.add(`${kindOf(action)} ${service}`, Number(n));
	return counts;
}

function kindOf(action: string): string {
	if (action.startsWith("latency")) return "delayed";
	if (action.startsWith("response")) return "answer lost";
	if (action.startsWith("reset")) return "reset";
	return /Throttl|SlowDown|Exceeded/.test(action) ? "throttled" : "failed";
}
