import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** What a function is told by its component, and the prior art by its own names. */
const environment = {
	AWS_REGION: "us-east-1",
	AWS_ACCESS_KEY_ID: "bench",
	AWS_SECRET_ACCESS_KEY: "bench",
	AWS_LAMBDA_FUNCTION_NAME: "things-trigger",
	SERVICE: "things",
	STAGE: "bench",
	TABLE_NAME: "things",
	TABLE_REGION: "us-east-1",
	BUS_NAME: "bench-bus",
	CLAIMS_BUCKET: "bench-claims",
	POWERTOOLS_SERVICE_NAME: "things",
	POWERTOOLS_METRICS_NAMESPACE: "bench",
	ACCOUNT_NAME: "123456789012",
	BUS_SRC: "things",
	ENTITY_TABLE_NAME: "things",
};

/** Runs one of the compiled modules in a process of its own; `Result` is what that module reports. */
export async function measureIn<Result>(
	folder: string,
	name: string,
	{ root, effort }: { root: string; effort: number },
	flags: readonly string[] = [],
): Promise<Result> {
	const file = join(folder, `${name}.mjs`);
	return (await run(file, [root, String(effort)], {}, flags)) as Result;
}

/** The same for the probe; with how long the whole process took, in ms. */
export async function measureProcess(
	file: string,
	args: readonly string[],
	more: Record<string, string>,
) {
	const started = performance.now();
	const probed = (await run(file, args, more)) as {
		loaded: number;
		handled: number;
		memory: number;
	};
	return { ...probed, wall: performance.now() - started };
}

/** What it logs goes nowhere, but is written. */
async function run(
	file: string,
	args: readonly string[],
	more: Record<string, string>,
	flags: readonly string[] = [],
): Promise<unknown> {
	const child = fork(file, args, {
		env: { ...process.env, ...environment, ...more },
		execArgv: [...flags],
		stdio: ["ignore", "ignore", "inherit", "ipc"],
	});
	const exit = once(child, "exit");
	const message = once(child, "message");
	const failed = exit.then(async ([code]) => {
		// A message may still be on its way.
		if (code !== 0) throw new Error(`${file} ended with ${code}`);
		return message;
	});
	const [result] = await Promise.race([message, failed]);
	await exit;
	return result;
}
