import type { SecretArgs } from "@pulumi/aws/secretsmanager";
import type { StagePolicy } from "../stage";

/** Encrypted by a key of AWS's own: one per region is needed where it is to be yours (a `transform`). */
export function secretDefaults({ protect }: StagePolicy) {
	return {
		// Days in which a deletion can be undone. Where a stack comes and goes, its name must be free again at once.
		recoveryWindowInDays: protect ? 30 : 0,
	} satisfies SecretArgs;
}
