import { readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { compile, type Entries } from "./compile";
import { nameByContent } from "./content-names";
import type { Outputs } from "./outputs";

/** What a function may import: every module directly in runtime/ (its subfolders are internal) and the contract library. */
export function runtimeEntries(root: string): Entries {
	const modules = readdirSync(join(root, "runtime"))
		.filter((file) => file.endsWith(".ts"))
		.sort();
	return {
		...Object.fromEntries(
			modules.map((file) => [parse(file).name, `runtime/${file}`]),
		),
		contracts: "contracts/index.ts",
	};
}

/** Compiled once for all functions: what two modules share, and what one loads lazily, is a chunk of its own. */
export async function compileRuntime(
	root: string,
	entries: Entries,
): Promise<Outputs> {
	const outputs = await compile(root, entries, {
		splitting: true,
		chunkNames: "[name]-[hash]",
	});
	return nameByContent(
		outputs,
		Object.keys(entries).map((name) => `${name}.mjs`),
	);
}
