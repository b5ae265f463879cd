import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { UserError } from "../../../local/user-error";

const run = promisify(execFile);

/** The repository that a folder is in. */
export class Repository {
	private constructor(
		private readonly folder: string,
		/** The folder within the repository; empty, or with a slash at the end. */
		readonly prefix: string,
	) {}

	static async of(folder: string): Promise<Repository> {
		const prefix = await git(folder, "rev-parse", "--show-prefix");
		if (!prefix.done)
			throw new UserError(
				prefix.missing
					? "git is not on the PATH: the report compares with a commit."
					: `${folder} is in no git repository: the report compares with a commit. Make it one with \`git init\`, and commit.`,
			);
		return new Repository(folder, prefix.text);
	}

	/** The full hash of what a ref names. */
	async commitOf(ref: string): Promise<string> {
		const name = `${ref}^{commit}`;
		const found = await this.git(
			"rev-parse",
			"--verify",
			"--quiet",
			"--end-of-options",
			name,
		);
		if (found.done) return found.text;
		throw new UserError(
			`There is no commit "${ref}" here. Branches of others are known after \`git fetch\`, as origin/<branch>.`,
		);
	}

	/** Where the work that is checked out left the main branch. */
	async forkPoint(): Promise<{ ref: string; commit: string }> {
		for (const main of ["main", "origin/main"]) {
			const known = await this.git("rev-parse", "--verify", "--quiet", main);
			if (!known.done) continue;
			const found = await this.git("merge-base", "HEAD", main);
			if (found.done) return { ref: main, commit: found.text };
			throw new UserError(
				`HEAD and ${main} have no commit in common here. If the clone is shallow, fetch all of it (\`git fetch --unshallow\`; actions/checkout: fetch-depth: 0), or name one with --base.`,
			);
		}
		throw new UserError(
			"There is no branch main, nor origin/main: say with --base what to compare with.",
		);
	}

	async addWorktree(folder: string, commit: string): Promise<void> {
		const added = await this.git(
			"worktree",
			"add",
			"--detach",
			"--force",
			folder,
			commit,
		);
		if (!added.done)
			throw new UserError(`The base cannot be checked out: ${added.text}`);
	}

	/** Also of one whose folder is gone. */
	async removeWorktree(folder: string): Promise<void> {
		await this.git("worktree", "remove", "--force", folder);
		await this.git("worktree", "prune");
	}

	private git(...args: string[]): Promise<Answer> {
		return git(this.folder, ...args);
	}
}

interface Answer {
	done: boolean;
	/** What it printed, or why it failed. */
	text: string;
	/** There is no git. */
	missing?: boolean;
}

const failure = z.object({ code: z.unknown(), stderr: z.string().default("") });

async function git(cwd: string, ...args: string[]): Promise<Answer> {
	try {
		// The checkout is to be as the commit is: no hook of the user's runs.
		const { stdout } = await run(
			"git",
			["-c", "core.hooksPath=/dev/null", ...args],
			{ cwd },
		);
		return { done: true, text: stdout.trim() };
	} catch (error) {
		const { data } = failure.safeParse(error);
		const text = data?.stderr.trim() ?? String(error);
		return { done: false, text, missing: data?.code === "ENOENT" };
	}
}
