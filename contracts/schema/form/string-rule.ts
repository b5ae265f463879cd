import * as core from "zod/v4/core";
import { ANY_LENGTH, type Range } from "./range";

/** A demand on a string's text beyond its length. */
export type Rule =
	| { name: "email" | "url" | "date" }
	| { name: "uuid"; version: string | undefined }
	| {
			name: "datetime";
			offset: boolean;
			local: boolean;
			/** Digits of a second's fraction; null: any number of them; -1: no seconds. */
			precision: number | null;
	  }
	| { name: "pattern"; source: string; flags: string };

/** The rule that a format's check stands for, or the sentence that says why there is none. */
export function readRule(check: core.$ZodCheck): Rule | string {
	if (check instanceof core.$ZodEmail)
		return standard(check, core.regexes.email) ?? { name: "email" };
	if (check instanceof core.$ZodISODate)
		return standard(check, core.regexes.date) ?? { name: "date" };
	if (check instanceof core.$ZodUUID) {
		const { version } = check._zod.def;
		const digit = version && Number(version.slice(1));
		const pattern = core.regexes.uuid(digit || undefined);
		return standard(check, pattern) ?? { name: "uuid", version };
	}
	if (check instanceof core.$ZodISODateTime) {
		const { offset = false, local = false, precision = null } = check._zod.def;
		const options = { offset, local, precision };
		const pattern = core.regexes.datetime(options);
		return standard(check, pattern) ?? { name: "datetime", ...options };
	}
	if (check instanceof core.$ZodURL) {
		const { hostname, protocol, normalize } = check._zod.def;
		return hostname || protocol || normalize
			? "JSON Schema cannot say the options of z.url(): drop them, and check in the handler."
			: { name: "url" };
	}
	if (check instanceof core.$ZodCheckRegex)
		return readPattern(check._zod.def.pattern);
	const { def } = check._zod;
	if ("format" in def)
		return `The format "${def.format}" is not in the subset: use z.uuid(), z.email(), z.url(), z.iso.date(), z.iso.datetime() or z.string().regex(...).`;
	return "Only lengths, formats and patterns can be compared: move this refinement or transform into the handler.";
}

/** Without the u flag, the two differ only in characters beyond U+FFFF. */
function readPattern({ source, flags }: RegExp): Rule | string {
	if (flags !== "" && flags !== "u")
		return `JSON Schema knows no flags of a pattern: write /${source}/ without "${flags}".`;
	try {
		new RegExp(source, "u");
	} catch {
		return `JSON Schema reads patterns with the u flag, and /${source}/u does not compile: escape only what must be escaped.`;
	}
	return { name: "pattern", source, flags };
}

/** A format with another pattern is no longer that format. */
function standard(
	{ _zod: { def } }: core.$ZodStringFormat,
	pattern: RegExp,
): string | undefined {
	if (def.pattern?.source === pattern.source) return undefined;
	return `A pattern of its own makes ${def.format} another format: write z.string().regex(...).`;
}

/** Whether every string that keeps one rule keeps the other. A pattern is compared by its text. */
export function implies(sent: Rule, wanted: Rule): boolean {
	if (sent.name === "uuid" && wanted.name === "uuid")
		return wanted.version === undefined || wanted.version === sent.version;
	if (sent.name === "datetime" && wanted.name === "datetime")
		return (
			(wanted.offset || !sent.offset) &&
			(wanted.local || !sent.local) &&
			(wanted.precision === null
				? sent.precision !== -1 // seconds are left out only in local times
				: wanted.precision === sent.precision)
		);
	if (sent.name === "pattern" && wanted.name === "pattern")
		return sent.source === wanted.source && sent.flags === wanted.flags;
	return sent.name === wanted.name;
}

/** The lengths that a rule allows, so that a uuid satisfies `min(1)`. */
export function lengthOf(rule: Rule): Range {
	switch (rule.name) {
		case "uuid":
			return { min: 36, max: 36 };
		case "date":
			return { min: 10, max: 10 };
		case "email":
			return { ...ANY_LENGTH, min: "a@b.cd".length };
		case "url":
			return { ...ANY_LENGTH, min: "a:".length };
		case "pattern":
			return ANY_LENGTH;
		case "datetime":
			return lengthOfDatetime(rule);
	}
}

function lengthOfDatetime(rule: Rule & { name: "datetime" }): Range {
	const { precision, local, offset } = rule;
	const minutes = "2000-01-01T00:00".length;
	const fraction = precision ? precision + ".".length : 0;
	const seconds = precision === -1 ? 0 : ":00".length + fraction;
	const zone = offset ? "+00:00".length : "Z".length;
	// a local time of any precision may leave out its seconds
	const shortest = local ? (precision === null ? 0 : seconds) : seconds + 1;
	return {
		min: minutes + shortest,
		max:
			precision === null ? Number.POSITIVE_INFINITY : minutes + seconds + zone,
	};
}
