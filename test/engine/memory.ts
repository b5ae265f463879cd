import { existsSync, readdirSync, readFileSync } from "node:fs";

const interval = 200;

/** Watches what a process and its descendants take together, in MB; nothing where there is no /proc. */
export function watchMemory(root: number | undefined) {
	if (!root || !existsSync("/proc/self/status"))
		return { end: (): number | undefined => undefined };
	let highest = 0;
	const look = () => {
		highest = Math.max(highest, residentMemory(root));
	};
	const timer = setInterval(look, interval);
	return {
		end(): number | undefined {
			clearInterval(timer);
			return highest;
		},
	};
}

function residentMemory(root: number): number {
	const all = processes();
	const family = new Set([root]);
	// A parent's number may be higher than its child's: until none is found.
	for (let size = 0; size < family.size; ) {
		size = family.size;
		for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
	}
	return all
		.filter(({ pid }) => family.has(pid))
		.reduce((sum, { resident }) => sum + resident, 0);
}

function processes() {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map((name) => {
			const status = readStatus(name);
			const field = (key: string) =>
				Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
			const resident = field("VmRSS") / 1024;
			return { pid: Number(name), parent: field("PPid"), resident };
		});
}

/** It may have ended in the meantime. */
function readStatus(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/status`, "utf8");
	} catch {
		return "";
	}
}
