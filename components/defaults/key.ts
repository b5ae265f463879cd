import type { KeyArgs, ReplicaKeyArgs } from "@pulumi/aws/kms";

export const keyDefaults = {
	// Days between a request to delete it and its end, in which it can be cancelled: the most that KMS gives.
	deletionWindowInDays: 30,
} satisfies KeyArgs & Partial<ReplicaKeyArgs>;

export const primaryKeyDefaults = {
	...keyDefaults,
	// Its copies have the same id and material: what is encrypted in one region is read in all, whichever is down.
	multiRegion: true,
	// New material once a year; the old goes on opening what it closed. Copies follow.
	enableKeyRotation: true,
	rotationPeriodInDays: 365,
} satisfies KeyArgs;
