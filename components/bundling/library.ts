import { realpathSync } from "node:fs";
import { join } from "node:path";

/** What functions import where Bulkhead is a package. */
export const packageName = "bulkhead";

/**
 * The folder of runtime/ and contracts/, as sources: always that of the components which are running. In a clone it is the
 * project's root; elsewhere it is the package, whatever folders of the same names the root has.
 */
export function ownLibrary(): string {
	// Compiled it lies one folder deeper, in dist/.
	const outer = __filename.endsWith(".js") ? "../../.." : "../..";
	return realpathSync(join(__dirname, outer));
}
