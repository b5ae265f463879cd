import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../../../local/running";
import type { Repository } from "./git";
import { linkPackages } from "./packages";

export interface BaseTree {
	/** The program's root in it. */
	root: string;
	remove(): Promise<void>;
}

/** Checks a commit out beside the project, with packages, until it is removed. */
export async function checkOut(
	repository: Repository,
	root: string,
	commit: string,
	say: (line: string) => void,
): Promise<BaseTree> {
	const folder = join(root, ".bulkhead", "preview");
	await mkdir(folder, { recursive: true });
	await removeAbandoned(repository, folder);
	// Two reports of one commit, such as of two stacks, do not meet.
	const worktree = join(folder, `${commit}-${process.pid}`);
	const remove = () => removeTree(repository, worktree);
	const tree = join(worktree, repository.prefix);
	try {
		await repository.addWorktree(worktree, commit);
		if (existsSync(tree))
			await linkPackages({
				root,
				tree,
				cache: join(folder, "packages"),
				say,
			});
	} catch (error) {
		await remove();
		throw error;
	}
	return { root: tree, remove };
}

/** What a killed process left. */
async function removeAbandoned(
	repository: Repository,
	folder: string,
): Promise<void> {
	for (const name of await readdir(folder)) {
		const [, pid] = /^[0-9a-f]{40}-(\d+)$/.exec(name) ?? [];
		if (pid && !isAlive(Number(pid)))
			await removeTree(repository, join(folder, name));
	}
}

/** The link to the packages first, so that nothing goes through it. */
async function removeTree(
	repository: Repository,
	worktree: string,
): Promise<void> {
	await rm(join(worktree, repository.prefix, "node_modules"), { force: true });
	await repository.removeWorktree(worktree);
	await rm(worktree, { recursive: true, force: true });
}
