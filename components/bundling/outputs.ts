import type { Metafile } from "esbuild";

type Meta = Metafile["outputs"][string];

/** One compiled module, not yet on disk. */
export interface Output {
	text: string;
	/** The source map, as JSON. */
	map: string;
	imports: Meta["imports"];
	exports: Meta["exports"];
}

/** By file name: `trigger.mjs`. */
export type Outputs = ReadonlyMap<string, Output>;

/** The names themselves and all that they import, statically or lazily; sorted. */
export function reached(outputs: Outputs, names: Iterable<string>): string[] {
	const found = new Set(names);
	for (const name of found) {
		for (const { path } of outputs.get(name)?.imports ?? []) {
			const file = path.replace(/^\.\//, "");
			if (outputs.has(file)) found.add(file);
		}
	}
	return [...found].sort();
}

const CREATE_REQUIRE =
	'import{createRequire}from"node:module";const require=createRequire(import.meta.url);\n';

/**
 * A CommonJS dependency requires node's own modules, and an ES module has no `require`. Only the module
 * with esbuild's stand-in (it asks `typeof require`) gets one.
 */
export function withRequire(output: Output): Output {
	if (!/\btypeof require\b/.test(output.text)) return output;
	return {
		...output,
		text: CREATE_REQUIRE + output.text,
		// One line more above: in a map's mappings a line is a semicolon.
		map: output.map.replace('"mappings": "', '"mappings": ";'),
	};
}
