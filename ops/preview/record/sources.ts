import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { mapName } from "../../../components/bundling/source-maps";
import type { BundleRecord } from "./recording";

/** What functions are made of, other than packages. */
const folders = ["functions", "runtime", "contracts"];
const archive = /^archive (\S+)$/;

/** By path: a hash of each source file. */
export function sourceHashes(root: string): Record<string, string> {
	const files = folders
		.filter((folder) => existsSync(join(root, folder)))
		.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
				.filter((file) => file.endsWith(".ts"))
				.map((file) => join(folder, file)),
		);
	return Object.fromEntries(
		files
			.sort()
			.map((file) => [file, sha256(readFileSync(join(root, file), "utf8"))]),
	);
}

/** The archives that a resource's input names, by that text. */
export function bundleRecords(
	root: string,
	inputs: readonly unknown[],
): Record<string, BundleRecord> {
	const seen = new Set(inputs.filter((each) => typeof each === "string"));
	const maps = new SourceMaps(root);
	const records = [...seen].sort().flatMap((text) => {
		const [, path = ""] = archive.exec(text) ?? [];
		const folder = join(root, path);
		if (!path || !existsSync(folder) || !statSync(folder).isDirectory())
			return [];
		return [[text, bundleRecord(folder, maps)] as const];
	});
	return Object.fromEntries(records);
}

function bundleRecord(folder: string, maps: SourceMaps): BundleRecord {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));
	let bytes = 0;
	const sources = new Set<string>();
	for (const file of files) {
		const text = readFileSync(file, "utf8");
		bytes += Buffer.byteLength(text);
		for (const source of maps.sourcesOf(text)) sources.add(source);
	}
	return { bytes, sources: maps.identified([...sources].sort()) };
}

/** A bundle's source maps say which files it was made of: each compiled file's is found by its bytes. */
class SourceMaps {
	private readonly sources = new Map<string, readonly string[]>();
	private readonly versions = new Map<string, string>();
	private readonly hashes = new Map<string, string>();

	constructor(private readonly root: string) {}

	sourcesOf(text: string): readonly string[] {
		const name = mapName(text);
		const known = this.sources.get(name);
		if (known) return known;
		const file = join(this.root, ".bulkhead", "maps", name);
		const found: string[] = existsSync(file)
			? JSON.parse(readFileSync(file, "utf8")).sources
			: [];
		this.sources.set(name, found);
		return found;
	}

	/** A file by its hash, a package by its version. */
	identified(sources: readonly string[]): Record<string, string> {
		const found = new Map<string, Set<string>>();
		for (const source of sources) {
			const path = relative(this.root, join(this.root, source));
			const name = packageOf(path);
			const is = name ? this.versionOf(path, name) : this.hashOf(path);
			const key = name ?? path;
			found.set(key, (found.get(key) ?? new Set()).add(is));
		}
		// A package may be there in several versions.
		return Object.fromEntries(
			[...found].map(([key, all]) => [key, [...all].sort().join(", ")]),
		);
	}

	private hashOf(path: string): string {
		const known = this.hashes.get(path);
		if (known !== undefined) return known;
		const file = join(this.root, path);
		const hash = existsSync(file) ? sha256(readFileSync(file, "utf8")) : "";
		this.hashes.set(path, hash);
		return hash;
	}

	private versionOf(path: string, name: string): string {
		const end = path.lastIndexOf(`node_modules/${name}`);
		const folder = path.slice(0, end + `node_modules/${name}`.length);
		const known = this.versions.get(folder);
		if (known !== undefined) return known;
		const file = join(this.root, folder, "package.json");
		const version = existsSync(file)
			? String(JSON.parse(readFileSync(file, "utf8")).version)
			: "";
		this.versions.set(folder, version);
		return version;
	}
}

/** `@scope/name` of a path inside node_modules. */
function packageOf(path: string): string | undefined {
	const inside = path.split("node_modules/").at(-1);
	if (inside === undefined || inside === path) return undefined;
	return /^(@[^/]+\/)?[^/]+/.exec(inside)?.[0];
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
