import { compareContracts } from "../contracts/compare";
import { compareCost } from "../cost/cost";
import type { Recording } from "../record/recording";
import type { Report } from "../report";
import { comparePermissions } from "./permissions";
import { compareResources } from "./resources";
import { compareTargets } from "./targets";

export interface Base {
	ref: string;
	commit: string;
	hasStack: boolean;
}

/** Program with program: neither the state nor the cloud is asked. */
export function compare(
	stack: string,
	base: Base,
	before: Recording,
	after: Recording,
): Report {
	const { told, permissions } = comparePermissions(before, after);
	const changes = compareResources(before, after, told);
	return {
		version: 1,
		stack,
		base,
		allowed: changes.stateful.every(({ allowed }) => allowed),
		...changes,
		targets: base.hasStack ? compareTargets(before, after) : [],
		permissions,
		contracts: compareContracts(before.contracts, after.contracts),
		warnings: after.warnings.filter((each) => !before.warnings.includes(each)),
		concealedSettings: after.concealedSettings,
		cost: compareCost(before, after),
	};
}

/** Of a stack that is not there yet. */
export const nothing: Recording = {
	resources: [],
	warnings: [],
	contracts: [],
	bundles: {},
	sources: {},
	bundler: "",
	regions: [],
	replacements: [],
	providerSettings: {},
	concealedSettings: [],
};
