import { readdir, readFile } from "node:fs/promises";
import type { Counts } from "./counts";
import { pause } from "./pace";
import type { Random } from "./random";

interface Worker {
	pid: number;
	functionName: string;
	/** Ns that it has run. */
	ran: number;
}

/** How long to look whether a process does something, in ms. */
const glance = 8;

/** How often to look for one that does. */
const glances = 25;

/** Ends of functions' names. Requests take longest: without a choice of its own, a trigger would hardly ever be met. */
const kinds = [
	...["rest", "listener", "trigger", "webhook", "job"],
	...["drain", "monitor"],
];

/** Kills functions at work, as when their host fails, until it is over. Needs Linux's /proc: elsewhere none is killed. */
export async function killing(
	emulator: number | undefined,
	random: Random,
	counts: Counts,
	over: AbortSignal,
): Promise<void> {
	if (!emulator) return;
	while (!over.aborted) {
		await pause(random.int(200, 1500), over);
		const [kind, place] = [random.pick(kinds), random.next()];
		for (let look = 0; look < glances && !over.aborted; look++) {
			const busy = await busyWorkers(emulator, kind, over);
			const worker = busy[Math.floor(place * busy.length)];
			if (!worker) continue;
			if (kill(worker)) counts.add(`killed ${worker.functionName}`);
			break;
		}
	}
}

async function busyWorkers(group: number, kind: string, over: AbortSignal) {
	const before = await workersOf(group);
	await pause(glance, over);
	return (await workersOf(group)).filter(
		({ pid, ran, functionName }) =>
			functionName.endsWith(`-${kind}`) &&
			before.some((one) => one.pid === pid && one.ran < ran),
	);
}

/** Says whether it was still there. */
function kill({ pid }: Worker): boolean {
	try {
		return process.kill(pid, "SIGKILL");
	} catch {
		return false;
	}
}

/** The functions' processes in the emulator's group. */
async function workersOf(group: number): Promise<Worker[]> {
	const names = await readdir("/proc").catch(() => []);
	const pids = names.map(Number).filter((pid) => pid > 0);
	const workers = await Promise.all(pids.map((pid) => workerAt(pid, group)));
	return workers
		.flatMap((worker) => worker ?? [])
		.sort((a, b) => a.pid - b.pid);
}

async function workerAt(
	pid: number,
	group: number,
): Promise<Worker | undefined> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, "utf8");
		// pid (name) state parent group …; a name may have spaces.
		const [, , pgrp] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (Number(pgrp) !== group) return undefined;
		const environment = await readFile(`/proc/${pid}/environ`, "utf8");
		const [, functionName] =
			/(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(environment) ?? [];
		if (!functionName) return undefined;
		const [ran] = (await readFile(`/proc/${pid}/schedstat`, "utf8")).split(" ");
		return { pid, functionName, ran: Number(ran) };
	} catch {
		return undefined;
	}
}
