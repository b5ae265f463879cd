import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const environment = {
	AWS_REGION: "us-east-1",
	AWS_ACCESS_KEY_ID: "bench",
	AWS_SECRET_ACCESS_KEY: "bench",
	AWS_LAMBDA_FUNCTION_NAME: "things-trigger",
	ACCOUNT_NAME: "123456789012",
	BUS_NAME: "bench-bus",
	BUS_SRC: "things",
	ENTITY_TABLE_NAME: "things",
	SERVICE: "things",
	STAGE: "bench",
	POWERTOOLS_SERVICE_NAME: "things",
	POWERTOOLS_METRICS_NAMESPACE: "bench",
};

/** Runs one of the compiled modules in a process of its own, with no output but what it reports; logs go nowhere, but are written. */
export async function measureIn<Result>(
	folder: string,
	name: string,
	{ root, effort }: { root: string; effort: number },
	flags: readonly string[] = [],
): Promise<Result> {
	const child = fork(join(folder, `${name}.mjs`), [root, String(effort)], {
		env: { ...process.env, ...environment },
		execArgv: [...flags],
		stdio: ["ignore", "ignore", "inherit", "ipc"],
	});
	const [result] = await Promise.race([
		once(child, "message"),
		once(child, "exit").then(([code]) => {
			throw new Error(`${name} ended with ${code}`);
		}),
	]);
	return result;
}
