import type { KeyArgs } from "@pulumi/aws/kms";
import type { StagePolicy } from "../stage";

/** Of a copy of the key. */
export function keyDefaults({ keyRecoveryDays }: StagePolicy) {
	return { deletionWindowInDays: keyRecoveryDays } satisfies KeyArgs;
}

export function primaryKeyDefaults(stage: StagePolicy) {
	return {
		...keyDefaults(stage),
		// Its copies have the same id and material: what is encrypted in one region is read in all, whichever is down.
		multiRegion: true,
		// New material once a year; the old goes on opening what it closed. Copies follow.
		enableKeyRotation: true,
		rotationPeriodInDays: 365,
	} satisfies KeyArgs;
}
