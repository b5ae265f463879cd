import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** What functions import where Bulkhead is a package. */
export const packageName = "bulkhead";

/** The folder of runtime/ and contracts/, as sources: the project's own root, or the package that this file is of. */
export function libraryOf(root: string): string {
	const isClone = existsSync(join(root, "contracts/index.ts"));
	return isClone ? root : realpathSync(packageOf(__dirname));
}

function packageOf(folder: string): string {
	if (existsSync(join(folder, "package.json"))) return folder;
	return packageOf(dirname(folder));
}
