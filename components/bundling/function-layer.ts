import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { boundaries } from "./boundaries";
import { BundleError } from "./bundle-error";
import { compile, type Entries } from "./compile";
import type { Output, Outputs } from "./outputs";

export interface FunctionSource {
	/** Unique in the program: `restaurant-rest`. */
	name: string;
	/** The module that exports `handler`, relative to the root. */
	entry: string;
}

/** Functions that are modules of the runtime, such as the hub's: by name, what the runtime layer compiles for them. */
export function runtimeFunctions(functions: FunctionSource[]): Entries {
	const ofRuntime = functions.filter(({ entry }) =>
		entry.startsWith("runtime/"),
	);
	return Object.fromEntries(ofRuntime.map(({ name, entry }) => [name, entry]));
}

/** The whole code of such a function: the layer has the rest, in chunks that are loaded when they are needed. */
export function runtimeFunction(name: string): Output {
	const path = `./runtime/${name}.mjs`;
	return {
		text: `export{handler}from"${path}";\n`,
		map: JSON.stringify({ version: 3, sources: [], mappings: "" }),
		imports: [{ path, kind: "import-statement", external: true }],
		exports: ["handler"],
	};
}

/** All functions in one call. Without splitting esbuild links each of them alone, so none depends on another's bytes. */
export async function compileFunctions(
	root: string,
	functions: FunctionSource[],
	runtime: Entries,
): Promise<Outputs> {
	const entries = entriesOf(root, functions);
	const ofRuntime = runtimeFunctions(functions);
	const ofServices = Object.fromEntries(
		Object.entries(entries).filter(([name]) => !ofRuntime[name]),
	);
	const compiled = await compile(root, ofServices, {
		plugins: [boundaries(root, runtime)],
	});
	for (const [name, entry] of Object.entries(ofServices)) {
		if (!compiled.get(`${name}.mjs`)?.exports.includes("handler"))
			throw new BundleError(`${entry} does not export a function "handler"`);
	}
	const reexported = Object.keys(ofRuntime).map(
		(name) => [`${name}.mjs`, runtimeFunction(name)] as const,
	);
	return new Map([...compiled, ...reexported]);
}

function entriesOf(root: string, functions: FunctionSource[]): Entries {
	const entries: Entries = {};
	for (const { name, entry } of functions) {
		if (entries[name])
			throw new BundleError(
				`Two functions are named ${name}: ${entries[name]} and ${entry}`,
			);
		if (!existsSync(join(root, entry)))
			throw new BundleError(
				`The service in ${dirname(entry)} has no code for its function ${name}: expected ${entry}`,
			);
		entries[name] = entry;
	}
	return entries;
}

/** The runtime's modules that a compiled function imports: `trigger.mjs`. */
export function runtimeImports({ imports }: Output): string[] {
	return imports
		.filter(({ external, path }) => external && path.startsWith("./runtime/"))
		.map(({ path }) => path.slice("./runtime/".length));
}
