import { createHash } from "node:crypto";
import { type Output, type Outputs, reached } from "./outputs";

/** A chunk as a module imports it; esbuild's hashes have 8 characters. */
const CHUNK = /(?<=["']\.\/)([^"'/]+)-[0-9A-Z]{8}\.mjs(?=["'])/g;

/**
 * Names chunks by what they and their imports contain. esbuild's own hashes cover the source maps, so that a comment in one
 * source file would rename chunks whose bytes are the same, and every function would be deployed.
 */
export function nameByContent(outputs: Outputs, entries: string[]): Outputs {
	const own = new Map(
		[...outputs].map(([name, { text }]) => [
			name,
			sha256(text.replace(CHUNK, "$1")),
		]),
	);

	const names = new Map<string, string>();
	for (const chunk of outputs.keys()) {
		if (entries.includes(chunk)) continue;
		// Of all that it reaches, as chunks may import each other lazily in a circle.
		const content = reached(outputs, [chunk]).map((name) => own.get(name));
		const digest = sha256([own.get(chunk), ...content.sort()].join());
		// As long as esbuild's, so that the columns in the source maps stay right.
		const hash = digest.slice(0, 8).toUpperCase();
		names.set(chunk, `${chunk.slice(0, -"12345678.mjs".length)}${hash}.mjs`);
	}

	const rename = (name: string) => names.get(name) ?? name;
	return new Map(
		[...outputs].map(([name, output]): [string, Output] => [
			rename(name),
			{
				...output,
				text: output.text.replace(CHUNK, rename),
				imports: output.imports.map((i) => ({ ...i, path: rename(i.path) })),
			},
		]),
	);
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
