import type * as core from "zod/v4/core";

const DEFAULTS =
	"Whoever sends a value knows its default and a receiver may want another: use z.optional() here and the default in the handler.";
const TRANSFORMS =
	"A contract says what is sent, not what is made of it: transform in the handler.";
const ANYTHING =
	"Nothing can be promised about any value: name the fields, or leave the field out.";
const NO_VALUE = "JSON has no such value: leave the field out.";

/** What to write instead of zod's other types, by their name in `_zod.def.type`. */
const INSTEAD: Readonly<Record<string, string>> = {
	any: ANYTHING,
	unknown: ANYTHING,
	custom: ANYTHING,
	never: NO_VALUE,
	undefined: NO_VALUE,
	void: NO_VALUE,
	nan: NO_VALUE,
	symbol: NO_VALUE,
	function: NO_VALUE,
	promise: NO_VALUE,
	null: "Null alone says nothing: use z.nullable() around what the field holds otherwise.",
	bigint:
		"JSON has no bigint: use z.int(), or z.string() for more than 53 bits.",
	date: "JSON has no dates: use z.iso.datetime(), or z.int() for milliseconds.",
	file: "An event holds no files: store the file and send its key.",
	map: "JSON has no maps: use z.record(z.string(), ...).",
	set: "JSON has no sets: use z.array(...).",
	tuple: "Positions say little: use z.object() with named fields.",
	union:
		"A plain union cannot be compared: use z.discriminatedUnion(), z.enum() or z.nullable().",
	intersection: "Use one z.object(), with extend() for the shared fields.",
	lazy: "A recursive schema has no end to compare: send ids, or a fixed number of levels.",
	template_literal: "Use z.string().regex(...).",
	nonoptional: "Write the field without z.optional() instead.",
	default: DEFAULTS,
	prefault: DEFAULTS,
	catch:
		"A value that does not fit must be refused, not replaced: remove catch().",
	pipe: TRANSFORMS,
	transform: TRANSFORMS,
	success: TRANSFORMS,
};

export function insteadOf({ _zod: { def } }: core.$ZodType): string {
	return INSTEAD[def.type] ?? `z.${def.type}() is not in the subset.`;
}
