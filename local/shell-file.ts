import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outputs } from "./outputs";

/** Where a shell finds the platform that runs: `. .bulkhead/env`. */
export const shellFile = ".bulkhead/env";

/**
 * Variables for a shell: of each service its URL (in the first region, and one more per region) and its user's token,
 * such as `CUSTOMER`, `CUSTOMER_US_WEST_2`, `CUSTOMER_TOKEN`.
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
			variable(service, first),
			...urls.map(([region, url]) => variable(`${service}-${region}`, url)),
			variable(`${service}-token`, tokens.get(service) ?? ""),
		];
	});
	return `${lines.join("\n")}\n`;
}

export function writeShellFile(root: string, text: string): void {
	// Tokens, even of this machine, are nobody else's.
	writeFileSync(join(root, shellFile), text, { mode: 0o600 });
}

export function removeShellFile(root: string): void {
	rmSync(join(root, shellFile), { force: true });
}

function variable(name: string, value: string): string {
	return `${name.toUpperCase().replaceAll("-", "_")}='${value}'`;
}
