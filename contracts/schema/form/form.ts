import type { Bound } from "./bound";
import type { Range } from "./range";
import type { Rule } from "./string-rule";

/**
 * What a schema of the subset says, without zod: the plain data that the checks work on.
 * Only the readers beside this file know zod's internals.
 */
export type Form =
	| Outside
	| Values
	| Text
	| Numeric
	| List
	| Dictionary
	| Fields
	| Union;

/** A form in its place. `optional` is only ever true for a field of an object. */
export type Slot = { form: Form; nullable: boolean; optional: boolean };

/** Not in the subset, and how to mend it. */
export type Outside = { kind: "outside"; reasons: readonly string[] };

export type Value = string | number | boolean;

/** Enums, literals and booleans: all that may be sent, by name. */
export type Values = { kind: "values"; values: readonly Value[] };

export type Text = {
	kind: "string";
	/** As declared by checks, in code points, as zod and JSON Schema count. */
	length: Range;
	rules: readonly Rule[];
	accepts: (value: Value) => boolean;
};

export type Numeric = {
	kind: "number";
	integer: boolean;
	lower: Bound;
	upper: Bound;
	divisor: number;
	accepts: (value: Value) => boolean;
};

export type List = { kind: "array"; item: Slot; length: Range };

export type Dictionary = { kind: "record"; key: Text; value: Slot };

export type Fields = { kind: "object"; fields: ReadonlyMap<string, Slot> };

export type Variant = { values: readonly Value[]; form: Form };

export type Union = {
	kind: "union";
	discriminator: string;
	variants: readonly Variant[];
};

export function outside(...reasons: string[]): Outside {
	return { kind: "outside", reasons };
}
