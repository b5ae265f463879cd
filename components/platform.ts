import { RunError } from "@pulumi/pulumi/errors";
import type { Contract } from "../contracts/contract";
import type { External } from "../contracts/external";
import { checkPlatform, PlatformError } from "../contracts/platform";

/** The contracts, checked against each other before anything is made; Pulumi prints what is wrong without a stack. */
export function checkedPlatform<const C extends readonly Contract[]>(
	contracts: C,
	externals: readonly External[] = [],
): C {
	try {
		return checkPlatform(contracts, externals);
	} catch (error) {
		if (error instanceof PlatformError) throw new RunError(error.message);
		throw error;
	}
}
