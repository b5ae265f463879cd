import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ProjectCopy } from "../../../fixtures/project-copy";

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
export class Clone extends ProjectCopy {
	constructor() {
		super("preview", parts);
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

	git(...args: string[]): string {
		const { status, stdout, stderr } = spawnSync("git", args, {
			cwd: this.root,
			encoding: "utf8",
		});
		if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
		return stdout;
	}
}
