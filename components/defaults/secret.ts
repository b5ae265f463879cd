import type { SecretArgs } from "@pulumi/aws/secretsmanager";
import type { StagePolicy } from "../stage";

/** Encrypted by a key of AWS's own: one per region is needed where it is to be yours (a `transform`). */
export function secretDefaults({ secretRecoveryDays }: StagePolicy) {
	return { recoveryWindowInDays: secretRecoveryDays } satisfies SecretArgs;
}
