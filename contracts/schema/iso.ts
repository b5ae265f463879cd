import { iso } from "zod";

// Two of zod's four: JSON Schema's `time` demands a time zone, and a duration has no length to compare.
// Functions, not aliases, so that a bundle that uses neither drops both.
export function date(): iso.ZodISODate {
	return iso.date();
}

export function datetime(
	options?: Parameters<typeof iso.datetime>[0],
): iso.ZodISODateTime {
	return iso.datetime(options);
}
