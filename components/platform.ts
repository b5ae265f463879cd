import { RunError } from "@pulumi/pulumi/errors";
import { unfitDeadlines } from "../contracts/checks/deadlines";
import { unknownRules } from "../contracts/checks/disabled";
import { unfitSystems } from "../contracts/checks/systems";
import type { Contract } from "../contracts/contract";
import type { External } from "../contracts/external";
import { checkPlatform, PlatformError } from "../contracts/platform";
import type { Settings } from "./settings";

/**
 * The contracts, checked against each other and the stack's settings before anything is made; Pulumi prints what is wrong
 * without a stack.
 */
export function checkedPlatform<const C extends readonly Contract[]>(
	contracts: C,
	externals: readonly External[],
	settings: Pick<Settings, "disabledRules" | "systems" | "deadlines">,
): C {
	try {
		checkPlatform(contracts, externals);
	} catch (error) {
		if (error instanceof PlatformError) throw new RunError(error.message);
		throw error;
	}
	const unfit = [
		...unknownRules(settings.disabledRules, contracts),
		...unfitSystems(settings.systems, contracts),
		...unfitDeadlines(settings.deadlines, contracts),
	];
	if (unfit.length > 0)
		throw new RunError(["the settings do not fit:", ...unfit].join("\n- "));
	return contracts;
}
