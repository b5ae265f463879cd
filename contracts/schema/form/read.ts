import * as core from "zod/v4/core";
import {
	type Dictionary,
	type Fields,
	type Form,
	type List,
	type Outside,
	outside,
	type Slot,
	type Value,
	type Values,
} from "./form";
import { ANY_LENGTH, intersect, readLength } from "./range";
import { readNumber } from "./read-number";
import { readString } from "./read-string";
import { readUnion } from "./read-union";
import { insteadOf } from "./unsupported";

/** DynamoDB stores no more levels in an item. */
const MAX_DEPTH = 32;

const REFINED =
	"A refinement cannot be compared: check it in the handler, and refuse there.";

/** Reads a schema that stands alone: what is sent is always a value. */
export function read(schema: core.$ZodType): Slot {
	return readPresent(schema, []);
}

/** `around` are the schemas that this one is part of. */
function readSlot(
	schema: core.$ZodType,
	around: readonly core.$ZodType[],
): Slot {
	const wraps =
		schema instanceof core.$ZodOptional ||
		schema instanceof core.$ZodNullable ||
		schema instanceof core.$ZodReadonly;
	if (!wraps) {
		const form = readForm(schema, around);
		return { form, nullable: false, optional: false };
	}
	const slot = readSlot(schema._zod.def.innerType, around);
	if (schema._zod.def.checks?.length) slot.form = outside(REFINED);
	if (schema instanceof core.$ZodOptional) slot.optional = true;
	if (schema instanceof core.$ZodNullable) slot.nullable = true;
	return slot;
}

function readPresent(
	schema: core.$ZodType,
	around: readonly core.$ZodType[],
): Slot {
	const slot = readSlot(schema, around);
	if (!slot.optional) return slot;
	const form = outside(
		"Only a field of an object can be optional, JSON has no undefined: use z.nullable() or leave z.optional() out.",
	);
	return { ...slot, form, optional: false };
}

function readForm(
	schema: core.$ZodType,
	around: readonly core.$ZodType[],
): Form {
	if (schema instanceof core.$ZodString) return readString(schema);
	if (schema instanceof core.$ZodNumber) return readNumber(schema);
	if (around.includes(schema))
		return outside(
			"A recursive schema has no end to compare: send ids, or a fixed number of levels.",
		);
	if (around.length >= MAX_DEPTH)
		return outside(`DynamoDB stores ${MAX_DEPTH} levels at most: nest less.`);
	const inside = [...around, schema];
	if (schema instanceof core.$ZodArray) return readArray(schema, inside);
	if (schema._zod.def.checks?.length) return outside(REFINED);
	if (schema instanceof core.$ZodBoolean)
		return schema._zod.def.coerce
			? outside("A contract says what is sent: z.boolean(), not coerced.")
			: { kind: "values", values: [true, false] };
	if (schema instanceof core.$ZodEnum || schema instanceof core.$ZodLiteral)
		return readValues([...schema._zod.values]);
	if (schema instanceof core.$ZodObject) return readObject(schema, inside);
	if (schema instanceof core.$ZodRecord) return readRecord(schema, inside);
	if (schema instanceof core.$ZodDiscriminatedUnion)
		return readUnion(schema, (option) => readPresent(option, inside));
	return outside(insteadOf(schema));
}

function readValues(values: readonly unknown[]): Values | Outside {
	const legal = values.filter(isValue);
	if (values.length > 0 && legal.length === values.length)
		return { kind: "values", values: legal };
	return outside(
		"An enum or a literal names strings, finite numbers or booleans, at least one: use z.nullable() for null.",
	);
}

function isValue(value: unknown): value is Value {
	return (
		typeof value === "string" ||
		typeof value === "boolean" ||
		Number.isFinite(value)
	);
}

function readArray(
	{ _zod: { def } }: core.$ZodArray,
	inside: readonly core.$ZodType[],
): List | Outside {
	const ranges = (def.checks ?? []).map(readLength);
	const known = ranges.filter((range) => range !== undefined);
	if (known.length < ranges.length) return outside(REFINED);
	const item = readPresent(def.element, inside);
	return { kind: "array", item, length: known.reduce(intersect, ANY_LENGTH) };
}

function readObject(
	{ _zod: { def } }: core.$ZodObject,
	inside: readonly core.$ZodType[],
): Fields | Outside {
	if (def.catchall)
		return outside(
			"Contracts are open and unknown fields are ignored: use z.object(), not strict, loose or catchall.",
		);
	const fields = Object.entries(def.shape).map(
		([name, field]) => [name, readSlot(field, inside)] as const,
	);
	return { kind: "object", fields: new Map(fields) };
}

function readRecord(
	{ _zod: { def } }: core.$ZodRecord,
	inside: readonly core.$ZodType[],
): Dictionary | Outside {
	const key = readPresent(def.keyType, inside);
	if (key.form.kind === "outside") return key.form;
	if (key.form.kind !== "string" || key.nullable || def.mode === "loose")
		return outside(
			"A record has z.string() keys: use z.object() for keys that are known.",
		);
	const value = readPresent(def.valueType, inside);
	return { kind: "record", key: key.form, value };
}
