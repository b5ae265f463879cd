import { spawn, spawnSync } from "node:child_process";
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const project = join(__dirname, "../../../..");
const parts = [
	"components",
	"contracts",
	"functions",
	"local",
	"ops",
	"runtime",
	"index.ts",
	"package.json",
	"package-lock.json",
	"tsconfig.json",
	"tsconfig.check.json",
	"Pulumi.yaml",
	"Pulumi.dev.yaml",
	"Pulumi.prod.yaml",
	".gitignore",
];

export interface Result {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A copy of the project; {@link committed}, a git repository of its own with it as its first commit, on main. */
export class Clone {
	readonly root = realpathSync(
		mkdtempSync(join(tmpdir(), "bulkhead-preview-")),
	);

	constructor() {
		for (const part of parts)
			cpSync(join(project, part), join(this.root, part), { recursive: true });
		symlinkSync(join(project, "node_modules"), join(this.root, "node_modules"));
	}

	static committed(): Clone {
		const clone = new Clone();
		// A link is no folder, which is what the project ignores.
		clone.write(".gitignore", `${clone.read(".gitignore")}node_modules\n`);
		clone.git("init", "--quiet", "--initial-branch", "main");
		clone.commit("first");
		clone.git("checkout", "--quiet", "-b", "work");
		return clone;
	}

	/** Back to main, on a branch of its own. */
	reset(): void {
		this.git("checkout", "--quiet", "--force", "-B", "work", "main");
		this.git("clean", "--quiet", "-fd");
	}

	commit(message: string): void {
		this.git("add", "--all");
		this.git(
			"-c",
			"user.name=test",
			"-c",
			"user.email=test@acme.test",
			"commit",
			"--quiet",
			"--message",
			message,
		);
	}

	read(file: string): string {
		return readFileSync(join(this.root, file), "utf8");
	}

	write(file: string, text: string): void {
		const path = join(this.root, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}

	/** Fails where the text is not there (any more). */
	replace(file: string, from: string, to: string): void {
		const text = this.read(file);
		if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
		this.write(file, text.replace(from, to));
	}

	preview(...args: string[]): Promise<Result> {
		const main = join(this.root, "ops/preview/main.ts");
		const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
			cwd: this.root,
			env: { ...process.env, NO_COLOR: "1" },
		});
		const result = { stdout: "", stderr: "" };
		for (const stream of ["stdout", "stderr"] as const)
			child[stream].setEncoding("utf8").on("data", (text) => {
				result[stream] += text;
			});
		return new Promise((resolve, reject) => {
			child.once("error", reject);
			child.once("close", (code) => resolve({ code, ...result }));
		});
	}

	/** What a report leaves beside the project. */
	left(): { worktrees: number; folders: string[] } {
		const list = this.git("worktree", "list", "--porcelain");
		return {
			worktrees: list.match(/^worktree /gm)?.length ?? 0,
			folders: readdirSync(join(this.root, ".bulkhead", "preview")),
		};
	}

	remove(): void {
		rmSync(this.root, { recursive: true, force: true });
	}

	git(...args: string[]): string {
		const { status, stdout, stderr } = spawnSync("git", args, {
			cwd: this.root,
			encoding: "utf8",
		});
		if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
		return stdout;
	}
}
