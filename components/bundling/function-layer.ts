import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { boundaries, type Sources } from "./boundaries";
import { BundleError } from "./bundle-error";
import { compile, type Entries } from "./compile";
import type { Output, Outputs } from "./outputs";
import { hubModule } from "./runtime-layer";

export interface FunctionSource {
	/** Unique in the program: `restaurant-rest`. */
	name: string;
	/** The module that exports `handler`, relative to the root. */
	entry: string;
}

/** The whole code of a function that is a module of the runtime layer, which has the rest in chunks that are loaded when they are needed. */
function runtimeFunction(module: string): Output {
	const path = `./runtime/${module}.mjs`;
	return {
		text: `export{handler}from"${path}";\n`,
		map: JSON.stringify({ version: 3, sources: [], mappings: "" }),
		imports: [{ path, kind: "import-statement", external: true }],
		exports: ["handler"],
	};
}

/** All functions in one call. Without splitting esbuild links each of them alone, so none depends on another's bytes. */
export async function compileFunctions(
	functions: FunctionSource[],
	sources: Sources,
): Promise<Outputs> {
	const { root } = sources;
	const entries = entriesOf(functions, sources);
	const ofServices: Entries = {};
	const ofRuntime = new Map<string, Output>();
	for (const [name, entry] of Object.entries(entries)) {
		const module = hubModule(entry);
		if (module) ofRuntime.set(`${name}.mjs`, runtimeFunction(module));
		else ofServices[name] = entry;
	}
	const compiled = await compile(root, ofServices, {
		plugins: [boundaries(sources)],
	});
	for (const [name, entry] of Object.entries(ofServices)) {
		if (!compiled.get(`${name}.mjs`)?.exports.includes("handler"))
			throw new BundleError(`${entry} does not export a function "handler"`);
	}
	return new Map([...compiled, ...ofRuntime]);
}

function entriesOf(
	functions: FunctionSource[],
	{ root, library }: Sources,
): Entries {
	const entries: Entries = {};
	for (const { name, entry } of functions) {
		if (entries[name])
			throw new BundleError(
				`Two functions are named ${name}: ${entries[name]} and ${entry}`,
			);
		const folder = hubModule(entry) ? library : root;
		if (!existsSync(join(folder, entry)))
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
