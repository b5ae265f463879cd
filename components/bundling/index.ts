import { mkdirSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { type ArchiveFiles, pruneArchives, saveArchive } from "./archive";
import {
	compileFunctions,
	type FunctionSource,
	runtimeImports,
} from "./function-layer";
import { ownLibrary } from "./library";
import { type Output, type Outputs, reached } from "./outputs";
import { compileRuntime, runtimeEntries } from "./runtime-layer";
import { pruneMaps, saveMaps } from "./source-maps";

export { BundleError } from "./bundle-error";
export type { FunctionSource } from "./function-layer";

/** The code of one function, ready to ship. */
export interface Bundle {
	name: string;
	/** Absolute path of the content-addressed folder. */
	folder: string;
	/** The same relative to the root, which is where Pulumi resolves it: for `FileArchive`, so that no state names a checkout. */
	archive: string;
	handler: "index.handler";
	/** Hex, over the relative paths and bytes of the files. */
	sha256: string;
	/** Sum of the files, not compressed. */
	bytes: number;
	files: string[];
}

export interface Bundles {
	/** By name. */
	functions: ReadonlyMap<string, Bundle>;
	/** Every module and chunk of the runtime layer; a function ships those that it reaches. */
	runtime: { file: string; bytes: number }[];
}

/**
 * Compiles the program's functions on one shared runtime layer. The bytes depend on nothing but the sources: not on the folder,
 * the time or the other services. Throws a {@link BundleError} for a mistake in the sources.
 */
export async function bundle(program: {
	/** The folder of functions/ and node_modules/. */
	root: string;
	functions: FunctionSource[];
	/** The folder of runtime/ and contracts/. Default: that of the components which are running. */
	library?: string;
}): Promise<Bundles> {
	// esbuild names sources by their real path.
	const root = realpathSync(program.root);
	const library = program.library
		? realpathSync(program.library)
		: ownLibrary();
	const entries = runtimeEntries(library);
	const [runtime, functions] = await Promise.all([
		compileRuntime(library, entries),
		compileFunctions(program.functions, { root, library, entries }),
	]);

	const archives = join(root, ".bulkhead", "bundles");
	const maps = join(root, ".bulkhead", "maps");
	for (const folder of [archives, maps]) mkdirSync(folder, { recursive: true });

	const bundles = program.functions.map(({ name }): [string, Bundle] => {
		const files = filesOf(outputOf(functions, `${name}.mjs`), runtime);
		const { folder, sha256 } = saveArchive(archives, name, files);
		return [
			name,
			{
				name,
				folder,
				archive: relative(root, folder),
				handler: "index.handler",
				sha256,
				bytes: sizeOf(files.values()),
				files: [...files.keys()].sort(),
			},
		];
	});
	saveMaps(maps, [...runtime.values(), ...functions.values()]);
	pruneArchives(archives);
	pruneMaps(maps);

	return {
		functions: new Map(bundles),
		runtime: [...runtime].map(([file, { text }]) => ({
			file,
			bytes: sizeOf([text]),
		})),
	};
}

/** An archive: the function and the modules of the runtime that it reaches. */
function filesOf(code: Output, runtime: Outputs): ArchiveFiles {
	const files = new Map([["index.mjs", code.text]]);
	for (const name of reached(runtime, runtimeImports(code)))
		files.set(`runtime/${name}`, outputOf(runtime, name).text);
	return files;
}

function outputOf(outputs: Outputs, name: string): Output {
	const output = outputs.get(name);
	if (!output) throw new Error(`esbuild did not emit ${name}`);
	return output;
}

function sizeOf(texts: Iterable<string>): number {
	let bytes = 0;
	for (const text of texts) bytes += Buffer.byteLength(text);
	return bytes;
}
