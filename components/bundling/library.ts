import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** What functions import where Bulkhead is a package. */
export const packageName = "bulkhead";

/**
 * The folder of runtime/ and contracts/, as sources: always that of the components which are running. In a clone it is the
 * project's root; elsewhere it is the package, whatever folders of the same names the root has.
 */
export function ownLibrary(): string {
	return realpathSync(packageOf(__dirname));
}

function packageOf(folder: string): string {
	if (existsSync(join(folder, "package.json"))) return folder;
	return packageOf(dirname(folder));
}
