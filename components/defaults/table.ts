import type { TableArgs } from "@pulumi/aws/dynamodb";
import type { StagePolicy } from "../stage";

export const tableDefaults = {
	// No capacity to plan, and nothing to pay at rest.
	billingMode: "PAY_PER_REQUEST",
	// A key of AWS's own: one per region is needed where it is to be yours (a `transform`).
	serverSideEncryption: { enabled: true },
} satisfies Partial<TableArgs>;

/** What a bug overwrites can be read as it was, to the second. */
export function tableRecovery({ recoveryDays }: StagePolicy) {
	// AWS takes no days where there is no recovery.
	if (recoveryDays === 0) return { enabled: false };
	return { enabled: true, recoveryPeriodInDays: recoveryDays };
}

/** Fixed: any change of a key replaces the table. */
export const entityKeys = {
	hashKey: "pk",
	rangeKey: "sk",
	attributes: [
		{ name: "pk", type: "S" },
		{ name: "sk", type: "S" },
		{ name: "discriminator", type: "S" },
		{ name: "data", type: "S" },
	],
} satisfies Partial<TableArgs>;

/** What a service lists its rows by: gsi1 all of one discriminator, gsi2 by what `data` says. */
export const entityIndexes = [
	{
		name: "gsi1",
		hashKey: "discriminator",
		rangeKey: "pk",
		projectionType: "ALL",
	},
	{
		name: "gsi2",
		hashKey: "discriminator",
		rangeKey: "data",
		projectionType: "ALL",
	},
] satisfies TableArgs["globalSecondaryIndexes"];
