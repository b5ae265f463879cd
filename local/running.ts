import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { type Outputs, outputsSchema } from "./outputs";
import { UserError } from "./user-error";

/** The platform that runs on this machine, for the commands that work with it. */
export interface Running {
	/** The process that ends it. */
	pid: number;
	endpoint: string;
	stack: string;
	outputs: Outputs;
}

const schema = z.object({
	pid: z.number(),
	endpoint: z.string(),
	stack: z.string(),
	outputs: outputsSchema,
});

const fileIn = (root: string) => join(root, ".bulkhead", "running.json");

/** Tells the commands of this checkout that the platform runs, until the result is called. */
export function announce(root: string, running: Omit<Running, "pid">) {
	const file = fileIn(root);
	const { pid } = process;
	writeFileSync(file, JSON.stringify({ pid, ...running }, undefined, "\t"));
	return () => {
		// Another one may have been started since.
		if (read(file)?.pid === pid) rmSync(file, { force: true });
	};
}

/** The platform that was started last; throws a sentence if there is none. */
export function runningPlatform(root: string): Running {
	const running = read(fileIn(root));
	if (!running)
		throw new UserError(
			"No platform runs on this machine: start one with `npm start`, or name a stack with --stack.",
		);
	if (!isAlive(running.pid))
		throw new UserError(
			"The platform that ran on this machine has ended without saying so (.bulkhead/running.json is stale): start it again with `npm start`.",
		);
	return running;
}

function read(file: string): Running | undefined {
	try {
		return schema.parse(JSON.parse(readFileSync(file, "utf8")));
	} catch {
		return undefined;
	}
}

export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process is alive, too.
		return Object(error).code === "EPERM";
	}
}
