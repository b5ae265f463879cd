import { incompatible, type Mismatch, undecided } from "./compare/finding";
import { compareLength } from "./compare/length";
import { compareNumber } from "./compare/number";
import { compareString } from "./compare/string";
import { compareReadValues, compareSentValues } from "./compare/values";
import type { Dictionary, Fields, Form, Slot, Union, Value } from "./form/form";
import { read } from "./form/read";
import { ENTRY, ITEM, type Path, variantSegment } from "./path";
import type { ZodType } from "./z";

export type { Mismatch } from "./compare/finding";

/**
 * Where the consumer's schema may refuse what the producer's schema lets it send. An empty list is a
 * proof that there is no such place; what cannot be decided is in the list.
 *
 * Fields that the consumer does not declare are ignored. Fields that the producer does not declare are
 * never sent, because a publisher parses with its own schema, which strips them: such a field may be
 * optional in the consumer's schema, not required. Producers outside the program that send undeclared
 * fields are outside the proof.
 */
export function mismatches(
	producer: ZodType,
	consumer: ZodType,
	path: Path = [],
): Mismatch[] {
	return compare(read(producer), read(consumer), path);
}

function compare(sent: Slot, wanted: Slot, path: Path): Mismatch[] {
	const nulls =
		sent.nullable && !wanted.nullable
			? incompatible(
					path,
					"The producer may send null: make it nullable in the consumer.",
				)
			: [];
	return [...nulls, ...compareForms(sent.form, wanted.form, path)];
}

function compareForms(sent: Form, wanted: Form, path: Path): Mismatch[] {
	if (sent.kind === "outside")
		return undecided(path, `Producer: ${sent.reasons.join(" ")}`);
	if (wanted.kind === "outside")
		return undecided(path, `Consumer: ${wanted.reasons.join(" ")}`);
	if (sent.kind === "values") return compareSentValues(sent, wanted, path);
	if (wanted.kind === "values") return compareReadValues(sent, wanted, path);
	if (sent.kind === "union") return compareFromUnion(sent, wanted, path);
	if (sent.kind === "object") {
		if (wanted.kind === "union") return compareToUnion(sent, wanted, path);
		if (wanted.kind === "object") return compareFields(sent, wanted, path);
		if (wanted.kind === "record") return compareToRecord(sent, wanted, path);
	}
	if (sent.kind === "record") {
		if (wanted.kind === "object") return compareFromRecord(sent, wanted, path);
		if (wanted.kind === "record")
			return [
				...compareString(sent.key, wanted.key, path),
				...compare(sent.value, wanted.value, [...path, ENTRY]),
			];
	}
	if (sent.kind === "array" && wanted.kind === "array")
		return [
			...compareLength(sent.length, wanted.length, "items", path),
			...compare(sent.item, wanted.item, [...path, ITEM]),
		];
	if (sent.kind === "string" && wanted.kind === "string")
		return compareString(sent, wanted, path);
	if (sent.kind === "number" && wanted.kind === "number")
		return compareNumber(sent, wanted, path);
	return incompatible(
		path,
		`The producer sends a value of type ${sent.kind}, the consumer expects ${wanted.kind}.`,
	);
}

function compareFields(sent: Fields, wanted: Fields, path: Path): Mismatch[] {
	return [...wanted.fields].flatMap(([name, field]) => {
		const at = [...path, name];
		const source = sent.fields.get(name);
		if (!source) return field.optional ? [] : missing(at, "does not declare");
		const absent = source.optional && !field.optional;
		return [
			...(absent ? missing(at, "may leave out") : []),
			...compare(source, field, at),
		];
	});
}

function missing(path: Path, verb: string): Mismatch[] {
	return incompatible(
		path,
		`The consumer requires a field that the producer ${verb}: make it optional in the consumer, or required in the producer.`,
	);
}

function compareToRecord(
	sent: Fields,
	wanted: Dictionary,
	path: Path,
): Mismatch[] {
	return [...sent.fields].flatMap(([name, field]) =>
		wanted.key.accepts(name)
			? compare(field, wanted.value, [...path, name])
			: incompatible(
					[...path, name],
					"The consumer's record does not accept this key.",
				),
	);
}

function compareFromRecord(
	sent: Dictionary,
	wanted: Fields,
	path: Path,
): Mismatch[] {
	return [...wanted.fields].flatMap(([name, field]) => {
		const at = [...path, name];
		if (!field.optional) return missing(at, "may leave out of its record");
		return sent.key.accepts(name) ? compare(sent.value, field, at) : [];
	});
}

function compareFromUnion(sent: Union, wanted: Form, path: Path): Mismatch[] {
	return sent.variants.flatMap(({ values, form }) => {
		const segment = variantSegment(sent.discriminator, values);
		// a consumer's union names the variant itself
		const at = wanted.kind === "union" ? path : [...path, segment];
		return compareForms(form, wanted, at);
	});
}

function compareToUnion(sent: Fields, wanted: Union, path: Path): Mismatch[] {
	const { discriminator, variants } = wanted;
	const field = sent.fields.get(discriminator);
	const known = field?.form.kind === "values" && !field.optional;
	if (field?.form.kind !== "values" || !known || field.nullable)
		return incompatible(
			[...path, discriminator],
			"The consumer tells variants apart by this field: the producer must always send it, as a literal or an enum.",
		);
	return field.form.values.flatMap((value) => {
		const at = [...path, variantSegment(discriminator, [value])];
		const variant =
			variants.find(({ values }) => values.includes(value)) ??
			variants.find(({ form }) => form.kind === "outside");
		return variant
			? compareForms(fix(sent, discriminator, value), variant.form, at)
			: incompatible(at, "The consumer has no such variant.");
	});
}

/** The producer's object when one of its fields has this value. */
function fix(sent: Fields, name: string, value: Value): Fields {
	const form = { kind: "values", values: [value] } as const;
	const field = { form, nullable: false, optional: false };
	return { kind: "object", fields: new Map(sent.fields).set(name, field) };
}
