import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../..");
const parts = [
	"components",
	"contracts",
	"functions",
	"runtime",
	"index.ts",
	"Pulumi.yaml",
	"Pulumi.dev.yaml",
	"Pulumi.prod.yaml",
	"Pulumi.preview.yaml",
];
const made: string[] = [];

/** A copy of this project that a test may edit before it is evaluated: jest reads a file once. */
export class Project {
	readonly root = realpathSync(mkdtempSync(join(tmpdir(), "bulkhead-infra-")));

	constructor() {
		made.push(this.root);
		for (const part of parts)
			cpSync(join(root, part), join(this.root, part), { recursive: true });
		symlinkSync(join(root, "node_modules"), join(this.root, "node_modules"));
	}

	write(file: string, text: string): void {
		const path = join(this.root, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}

	/** Fails where the text is not there (any more). */
	replace(file: string, from: string, to: string): void {
		const text = readFileSync(join(this.root, file), "utf8");
		if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
		this.write(file, text.replace(from, to));
	}
}

export function removeProjects(): void {
	for (const folder of made.splice(0))
		rmSync(folder, { recursive: true, force: true });
}
