import { relative } from "node:path";
import {
	type BuildFailure,
	type BuildOptions,
	type BuildResult,
	build,
	type Metafile,
	type OutputFile,
} from "esbuild";
import { BundleError } from "./bundle-error";
import { type Output, type Outputs, withRequire } from "./outputs";

/** Entry points: name of the output without extension -> source, relative to root. */
export type Entries = Record<string, string>;

/** One esbuild call with what both layers share; nothing is written. */
export async function compile(
	root: string,
	entries: Entries,
	options: BuildOptions,
): Promise<Outputs> {
	const result = await attempt({
		...options,
		absWorkingDir: root,
		// Outputs named relative to the root give maps whose sources are, too.
		outdir: root,
		entryPoints: Object.fromEntries(
			Object.entries(entries).map(([name, file]) => [name, `./${file}`]),
		),
		bundle: true,
		write: false,
		metafile: true,
		platform: "node",
		target: "node24",
		format: "esm",
		outExtension: { ".js": ".mjs" },
		// The SDK's `main` is CommonJS, which cannot be tree-shaken: 585 KB for 351.
		mainFields: ["module", "main"],
		// A tsconfig's options would show in the bytes: `strict` as "use strict" in modules that are loaded lazily.
		tsconfigRaw: {},
		minify: true,
		charset: "utf8",
		legalComments: "none",
		sourcemap: "external",
		sourcesContent: false,
		logLevel: "silent",
	});
	return outputsOf(root, result.outputFiles, result.metafile);
}

type Result = BuildResult<{ write: false; metafile: true }>;

async function attempt(
	options: BuildOptions & { write: false; metafile: true },
): Promise<Result> {
	try {
		return await build(options);
	} catch (error) {
		if (isBuildFailure(error)) throw BundleError.from(error.errors);
		throw error;
	}
}

function isBuildFailure(error: unknown): error is BuildFailure {
	return (
		error instanceof Error && "errors" in error && Array.isArray(error.errors)
	);
}

function outputsOf(
	root: string,
	files: OutputFile[],
	{ outputs }: Metafile,
): Outputs {
	const texts = new Map(files.map((f) => [relative(root, f.path), f.text]));
	const result = new Map<string, Output>();
	for (const [name, text] of texts) {
		const meta = outputs[name];
		const map = texts.get(`${name}.map`);
		if (meta && map) {
			const { imports, exports } = meta;
			result.set(name, withRequire({ text, map, imports, exports }));
		}
	}
	return result;
}
