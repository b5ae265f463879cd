import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outputs } from "./outputs";

/** Where a shell finds the platform that runs: `. .bulkhead/env`. */
export const shellFile = ".bulkhead/env";

/**
 * Variables for a shell: of each service its URL (in the first region, and one more per region) and its user's token,
 * such as `CUSTOMER_URL`, `CUSTOMER_US_WEST_2_URL`, `CUSTOMER_TOKEN`.
 */
export function shellVariables(
	apis: Outputs["apis"],
	tokens: ReadonlyMap<string, string>,
): string {
	const lines = Object.entries(apis).flatMap(([service, regions]) => {
		const urls = Object.entries(regions);
		const [[, first] = []] = urls;
		if (!first) return [];
		return [
			variable(`${service}-url`, first),
			...urls.map(([region, url]) => variable(`${service}-${region}-url`, url)),
			variable(`${service}-token`, tokens.get(service) ?? ""),
		];
	});
	return `${lines.join("\n")}\n`;
}

export function writeShellFile(root: string, text: string): void {
	// Tokens, even of this machine, are nobody else's.
	writeFileSync(join(root, shellFile), `${owner}${text}`, { mode: 0o600 });
}

/** Only one's own: a platform that was started later has written it anew. */
export function removeShellFile(root: string): void {
	const path = join(root, shellFile);
	if (existsSync(path) && readFileSync(path, "utf8").startsWith(owner))
		rmSync(path);
}

const owner = `# of process ${process.pid}\n`;

function variable(name: string, value: string): string {
	return `${name.toUpperCase().replaceAll("-", "_")}='${value}'`;
}
