import { fork } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Task } from "./main";
import type { Outcome } from "./recording";

/** Evaluates a tree in a process of its own, so that its own packages are loaded, and a program that ends the process ends that one. */
export function evaluate(task: Task): Promise<Outcome> {
	const loader = pathToFileURL(require.resolve("tsx")).href;
	const child = fork(join(__dirname, "main.ts"), [], {
		cwd: task.root,
		execArgv: ["--import", loader],
		stdio: ["ignore", "ignore", "pipe", "ipc"],
		serialization: "advanced",
	});
	let complaint = "";
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		complaint += text;
	});
	return new Promise((resolve, reject) => {
		let outcome: Outcome | undefined;
		child.once("message", (message: Outcome) => {
			outcome = message;
		});
		child.once("error", reject);
		child.once("close", (code) => {
			const failure =
				complaint.trim() || `the program ended its process (${code})`;
			resolve(outcome ?? { failure });
		});
		child.send(task);
	});
}
