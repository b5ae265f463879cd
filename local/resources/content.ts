import { createHash } from "node:crypto";
import { zipSync } from "fflate";

export type Files = ReadonlyMap<string, Uint8Array>;

/** The content of a Pulumi asset or archive: its hash is kept, its bytes are read again when they are needed. */
export class Content {
	constructor(
		readonly hash: string,
		private readonly load: () => Promise<Files>,
	) {}

	static async of(load: () => Promise<Files>): Promise<Content> {
		return new Content(hashOf(await load()), load);
	}

	files(): Promise<Files> {
		return this.load();
	}

	/** The same bytes for the same files: no times, sorted by name. */
	async zip(): Promise<Uint8Array> {
		const sorted = [...(await this.load())].sort(byName);
		return zipSync(Object.fromEntries(sorted), { mtime: epoch, level: 1 });
	}

	/** So that two states compare by content. */
	toJSON(): { content: string } {
		return { content: this.hash };
	}
}

const epoch = new Date(1980, 0, 1); // the earliest that a zip can say

function hashOf(files: Files): string {
	const hash = createHash("sha256");
	for (const [name, bytes] of [...files].sort(byName)) {
		hash.update(`${name.length}:${name}${bytes.length}:`).update(bytes);
	}
	return hash.digest("hex");
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
	return a < b ? -1 : 1;
}
