import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { versionOf } from "./install";

/** Where it was measured, and what. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGB: number;
	/** How many processes wanted a core, at the end: above the cores other jobs have slowed all contenders. */
	load: number;
	node: string;
	versions: Record<string, string>;
}

export function machine(root: string): Machine {
	const bench = join(root, "bench");
	const own = (name: string) => [name, versionOf(root, name)];
	const prior = (name: string) => [name, versionOf(bench, name)];
	return {
		cpu: cpus()[0]?.model ?? "unknown",
		cores: cpus().length,
		memoryGB: Math.round(totalmem() / 1024 ** 3),
		load: Number(loadavg()[0]?.toFixed(1)),
		node: process.version,
		versions: Object.fromEntries([
			prior("aws-lambda-stream"),
			prior("@aws-lambda-powertools/batch"),
			own("@aws-sdk/client-dynamodb"),
			own("@aws-sdk/client-eventbridge"),
			own("zod"),
			own("esbuild"),
		]),
	};
}
