import { createHash, randomUUID } from "node:crypto";
import {
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Output } from "./outputs";

const MONTH = 30 * 24 * 3_600_000;

/** The map of a deployed file is found by the file's bytes, so a function's archive needs neither the map nor a link to it. */
export function mapName(text: string): string {
	const sha256 = createHash("sha256").update(text).digest("hex");
	return `${sha256.slice(0, 16)}.map`;
}

/** Rewritten at each run: a comment moves lines in the map without changing the file. */
export function saveMaps(folder: string, outputs: Iterable<Output>): void {
	for (const { text, map } of outputs) {
		const draft = join(folder, `.draft-${randomUUID()}`);
		writeFileSync(draft, map);
		renameSync(draft, join(folder, mapName(text)));
	}
}

/** Deletes the maps that no run has written for a month. */
export function pruneMaps(folder: string): void {
	for (const file of readdirSync(folder)) {
		const stats = statSync(join(folder, file), { throwIfNoEntry: false });
		if (stats && stats.mtimeMs < Date.now() - MONTH)
			rmSync(join(folder, file), { force: true });
	}
}
