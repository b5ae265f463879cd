import type * as core from "zod/v4/core";
import {
	type Form,
	type Outside,
	outside,
	type Slot,
	type Union,
	type Value,
	type Variant,
} from "./form";

/** `readOption` comes from the caller, because variants hold any schema again. */
export function readUnion(
	{ _zod: { def } }: core.$ZodDiscriminatedUnion,
	readOption: (option: core.$ZodType) => Slot,
): Union | Outside {
	const { discriminator, unionFallback } = def;
	if (unionFallback)
		return outside("The discriminator alone decides: drop unionFallback.");
	const variants = def.options.map((option) =>
		readVariant(readOption(option), discriminator),
	);
	const values = variants.flatMap((variant) => variant.values);
	if (new Set(values).size < values.length)
		return outside(
			`Two variants have the same "${discriminator}": make them one, or tell them apart.`,
		);
	return { kind: "union", discriminator, variants };
}

function readVariant(slot: Slot, discriminator: string): Variant {
	const { form } = slot;
	if (form.kind === "outside") return { values: [], form };
	const values = slot.nullable ? [] : valuesOf(form, discriminator);
	if (values.length > 0) return { values, form };
	return {
		values,
		form: outside(
			`A variant is a z.object() whose "${discriminator}" is a required z.literal() or z.enum().`,
		),
	};
}

/** The values that a form's field may have; none if they are not all known. */
function valuesOf(form: Form, name: string): readonly Value[] {
	if (form.kind === "union") {
		const inner = form.variants.map((variant) => valuesOf(variant.form, name));
		return inner.every((values) => values.length > 0) ? inner.flat() : [];
	}
	const field = form.kind === "object" ? form.fields.get(name) : undefined;
	if (!field || field.optional || field.nullable) return [];
	return field.form.kind === "values" ? field.form.values : [];
}
