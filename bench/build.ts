import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../components/bundling/compile";

const measured = ["batches", "allocations", "utilities", "endpoint"];

/** Compiles what is measured as functions are compiled: a script runner's own transformation costs time at run time. Gives the folder. */
export async function build(root: string): Promise<string> {
	const folder = join(root, ".bulkhead", "bench");
	const entries = measured.map((name) => [name, `bench/measured/${name}.ts`]);
	const outputs = await compile(root, Object.fromEntries(entries), {
		splitting: true,
		chunkNames: "[name]-[hash]",
	});
	mkdirSync(folder, { recursive: true });
	for (const [name, { text }] of outputs)
		writeFileSync(join(folder, name), text);
	return folder;
}
