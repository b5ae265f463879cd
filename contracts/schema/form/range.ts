import * as core from "zod/v4/core";

export type Range = { min: number; max: number };

export const ANY_LENGTH: Range = { min: 0, max: Number.POSITIVE_INFINITY };

/** The range of lengths that a check leaves, or undefined if it is not a check of length. */
export function readLength(check: core.$ZodCheck): Range | undefined {
	if (check instanceof core.$ZodCheckMinLength)
		return { ...ANY_LENGTH, min: check._zod.def.minimum };
	if (check instanceof core.$ZodCheckMaxLength)
		return { ...ANY_LENGTH, max: check._zod.def.maximum };
	if (check instanceof core.$ZodCheckLengthEquals)
		return { min: check._zod.def.length, max: check._zod.def.length };
	return undefined;
}

export function intersect(a: Range, b: Range): Range {
	return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
}
