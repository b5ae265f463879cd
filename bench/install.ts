import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Installs the prior art on first use, and again when its lock has changed. */
export function installPriorArt(root: string): void {
	const folder = join(root, "bench");
	if (isInstalled(folder)) return;
	process.stderr.write("installing the prior art in bench/ …\n");
	const { status } = spawnSync(
		"npm",
		["ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"],
		{ stdio: ["ignore", process.stderr, process.stderr] },
	);
	if (status !== 0) throw new Error("npm ci --prefix bench failed, see above");
}

/** Of what is measured, the versions. */
export function versionOf(folder: string, name: string): string {
	const file = join(folder, "node_modules", name, "package.json");
	return JSON.parse(readFileSync(file, "utf8")).version;
}

function isInstalled(folder: string): boolean {
	const file = join(folder, "package.json");
	const { dependencies } = JSON.parse(readFileSync(file, "utf8"));
	return Object.entries(dependencies).every(
		([name, version]) =>
			existsSync(join(folder, "node_modules", name)) &&
			versionOf(folder, name) === version,
	);
}
