import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../user-error";
import { withLines } from "./lines";

/** The documents, with links to the lines that they quote. */
export async function documents(root: string): Promise<[string, string][]> {
	const names = await readdir(join(root, "docs"), { recursive: true });
	const pages = names.filter((name) => name.endsWith(".md")).sort();
	const read = linesIn(root);
	const written = pages.map((name) => {
		const path = `docs/${name}`;
		const text = readFileSync(join(root, path), "utf8");
		return { path, ...withLines(text, { path, read }) };
	});
	const problems = written.flatMap(({ problems }) => problems);
	if (problems.length > 0) throw new UserError(problems.join("\n"));
	return written.map(({ path, text }) => [path, text]);
}

/** Reads each file once. */
function linesIn(root: string) {
	const known = new Map<string, string[] | undefined>();
	return (path: string) => {
		if (!known.has(path)) {
			const place = join(root, path);
			const lines = existsSync(place)
				? readFileSync(place, "utf8").split("\n")
				: undefined;
			known.set(path, lines);
		}
		return known.get(path);
	};
}
