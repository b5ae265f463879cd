import { existsSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";
import type { Plugin } from "esbuild";
import { compile, type Entries } from "./compile";
import { nameByContent } from "./content-names";
import type { Outputs } from "./outputs";

/** What a function may import: every module directly in runtime/ (its subfolders are internal) and the contract library. */
export function runtimeEntries(root: string): Entries {
	return {
		...modulesIn(root, "runtime", (name) => name),
		contracts: "contracts/index.ts",
	};
}

const hub = "runtime/hub";
const hubName = (name: string) => `hub-${name}`;

/** The module of the layer that is a whole function, such as the hub's, if `entry` is one. */
export function hubModule(entry: string): string | undefined {
	const { dir, name } = parse(entry);
	return dir === hub ? hubName(name) : undefined;
}

/** Compiled once for all functions, whichever the program has, so that no service changes another's code: what two modules share, and what one loads lazily, is a chunk of its own. */
export async function compileRuntime(
	root: string,
	imported: Entries,
): Promise<Outputs> {
	const entries = { ...imported, ...modulesIn(root, hub, hubName) };
	const lazy = modulesIn(root, "runtime/lazy", lazyName);
	const [shared, alone] = await Promise.all([
		compile(root, entries, {
			splitting: true,
			chunkNames: "[name]-[hash]",
			plugins: [aloneIfLazy],
		}),
		compile(root, lazy, {}),
	]);
	const outputs = new Map([...shared, ...alone]);
	return nameByContent(
		outputs,
		Object.keys({ ...entries, ...lazy }).map((name) => `${name}.mjs`),
	);
}

/**
 * Modules in runtime/lazy share nothing with the others: whatever of a package one of them uses alone would be in a chunk
 * that every function loads at its start, because esbuild splits by file and not by what is used of it.
 */
const aloneIfLazy: Plugin = {
	name: "alone-if-lazy",
	setup(build) {
		build.onResolve({ filter: /^\.\.\/lazy\// }, ({ path }) => ({
			path: `./${lazyName(parse(path).name)}.mjs`,
			external: true,
		}));
	},
};

const lazyName = (name: string) => `lazy-${name}`;

/** The modules directly in a folder, by what each is named in the layer. */
function modulesIn(
	root: string,
	folder: string,
	nameOf: (name: string) => string,
): Entries {
	if (!existsSync(join(root, folder))) return {};
	const files = readdirSync(join(root, folder))
		.filter((file) => file.endsWith(".ts"))
		.sort();
	return Object.fromEntries(
		files.map((file) => [nameOf(parse(file).name), `${folder}/${file}`]),
	);
}
