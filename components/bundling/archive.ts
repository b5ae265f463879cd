import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Path within the archive -> content. */
export type ArchiveFiles = ReadonlyMap<string, string>;

/** Of one function: the last deployments of a few branches and stages. */
const KEPT = 5;
const HOUR = 3_600_000;
const ADDRESSED = /^(.+)-[0-9a-f]{16}$/;

/** Over relative paths and bytes only, so the same on every machine. */
export function contentHash(files: ArchiveFiles): string {
	const hash = createHash("sha256");
	for (const path of [...files.keys()].sort()) {
		const bytes = Buffer.from(files.get(path) ?? "");
		hash.update(`${path}\0${bytes.length}\0`).update(bytes);
	}
	return hash.digest("hex");
}

/** Writes the files to a folder of `parent` whose name is their hash, or reuses it; the folder appears whole or not at all. */
export function saveArchive(
	parent: string,
	name: string,
	files: ArchiveFiles,
): { folder: string; sha256: string } {
	const sha256 = contentHash(files);
	const folder = join(parent, `${name}-${sha256.slice(0, 16)}`);
	if (existsSync(folder)) {
		// Pruning goes by age of use.
		const now = new Date();
		utimesSync(folder, now, now);
		return { folder, sha256 };
	}
	const draft = mkdtempSync(join(parent, ".draft-"));
	try {
		for (const [path, content] of files) {
			mkdirSync(dirname(join(draft, path)), { recursive: true });
			writeFileSync(join(draft, path), content);
		}
		renameSync(draft, folder);
	} catch (error) {
		rmSync(draft, { recursive: true, force: true });
		// Another process was first, with the same bytes.
		if (!existsSync(folder)) throw error;
	}
	return { folder, sha256 };
}

/** Deletes all but the newest archives of each name, and what a killed process left. */
export function pruneArchives(parent: string): void {
	const newestFirst = readdirSync(parent)
		.map((file) => ({ file, used: lastUsed(join(parent, file)) }))
		.sort((a, b) => b.used - a.used);
	const seen = new Map<string, number>();
	for (const { file, used } of newestFirst) {
		const name = ADDRESSED.exec(file)?.[1];
		const count = name ? (seen.get(name) ?? 0) + 1 : 0;
		if (name) seen.set(name, count);
		const abandoned = file.startsWith(".draft-") && used < Date.now() - HOUR;
		if (count > KEPT || abandoned)
			rmSync(join(parent, file), { recursive: true, force: true });
	}
}

/** Two programs may prune at once: what is gone already is just old. */
function lastUsed(path: string): number {
	return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
