import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
	copyFile,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	symlink,
	utimes,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { sentence, UserError } from "../../../local/user-error";
import { satisfies } from "./lock";

const run = promisify(execFile);
/** Installs of other lock files that stay for the next time. */
const kept = 2;

export interface Packages {
	/** The project's root, whose packages are used where the base needs the same. */
	root: string;
	/** The base's. */
	tree: string;
	/** Where installs of other lock files are kept. */
	cache: string;
	say: (line: string) => void;
}

/** Gives the base the packages that its lock file asks for: those of the project, or some of its own. */
export async function linkPackages(packages: Packages): Promise<void> {
	const { root, tree } = packages;
	const lock = await text(join(tree, "package-lock.json"));
	const installed = await text(
		join(root, "node_modules", ".package-lock.json"),
	);
	const source = satisfies(installed, lock)
		? root
		: await installedFor(lock, packages);
	await rm(join(tree, "node_modules"), { recursive: true, force: true });
	await symlink(join(source, "node_modules"), join(tree, "node_modules"));
}

async function installedFor(
	lock: string,
	{ tree, cache, say }: Packages,
): Promise<string> {
	const hash = createHash("sha256").update(lock).digest("hex").slice(0, 16);
	const folder = join(cache, hash);
	await mkdir(cache, { recursive: true });
	if (!existsSync(folder)) {
		say("the base has other packages: installing them once (npm ci) …");
		const draft = await mkdtemp(join(cache, ".draft-"));
		try {
			for (const file of ["package.json", "package-lock.json", ".npmrc"])
				if (existsSync(join(tree, file)))
					await copyFile(join(tree, file), join(draft, file));
			await npmCi(draft);
			await rename(draft, folder);
		} catch (error) {
			await rm(draft, { recursive: true, force: true });
			// Another process was first, with the same packages.
			if (!existsSync(folder)) throw error;
		}
	}
	const now = new Date();
	await utimes(folder, now, now);
	await prune(cache);
	return folder;
}

/** What a package does when it is installed is not needed to evaluate a program. */
async function npmCi(cwd: string): Promise<void> {
	const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
	try {
		await run("npm", ["ci", "--prefer-offline", ...options], {
			cwd,
			env: process.env,
			shell: process.platform === "win32",
		});
	} catch (error) {
		throw new UserError(
			`The base's packages cannot be installed: ${sentence(error)}`,
		);
	}
}

async function prune(cache: string): Promise<void> {
	const folders = await Promise.all(
		(await readdir(cache)).map(async (name) => {
			const { mtimeMs } = await stat(join(cache, name));
			return { name, mtimeMs };
		}),
	);
	const old = folders.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(kept);
	for (const { name } of old)
		await rm(join(cache, name), { recursive: true, force: true });
}

/** Nothing where there is no such file. */
async function text(file: string): Promise<string> {
	return existsSync(file) ? readFile(file, "utf8") : "";
}
