import type { Form, Slot } from "./form/form";
import { read } from "./form/read";
import type { ZodType } from "./z";

/**
 * What may be at a path such as `order.lines[].note`: one place, or one for each variant of a union on the way; undefined where
 * there is none. A place is optional or nullable where anything on the way to it is.
 */
export function placesAt(schema: ZodType, path: string): (Slot | undefined)[] {
	return within(read(schema), path.split("."));
}

/** What the schema has at a path; several where it leads through a union, none where it leads nowhere. */
export function formsAt(schema: ZodType, path: string): Form[] {
	return placesAt(schema, path).flatMap((place) => place?.form ?? []);
}

/** Whether a path names the field by which the variants of a union are told apart. */
export function isDiscriminator(schema: ZodType, path: string): boolean {
	const names = path.split(".");
	const last = names.pop();
	const around =
		names.length > 0 ? formsAt(schema, names.join(".")) : [read(schema).form];
	return around.some(
		(one) => one.kind === "union" && one.discriminator === last,
	);
}

function within(slot: Slot, [name, ...rest]: string[]): (Slot | undefined)[] {
	if (name === undefined) return [slot];
	return inside(slot.form, name).flatMap((next) =>
		next ? within(loosened(next, slot), rest) : [undefined],
	);
}

function inside(form: Form, name: string): (Slot | undefined)[] {
	if (name.endsWith("[]"))
		return inside(form, name.slice(0, -2)).map((list) =>
			list?.form.kind === "array" ? loosened(list.form.item, list) : undefined,
		);
	switch (form.kind) {
		case "object":
			return [form.fields.get(name)];
		case "record":
			return [{ ...form.value, optional: true }];
		case "union":
			return form.variants.flatMap((variant) => inside(variant.form, name));
		default:
			return [undefined];
	}
}

/** A field of what may be missing may be missing. */
function loosened(slot: Slot, around: Slot): Slot {
	const optional = slot.optional || around.optional || around.nullable;
	return { ...slot, optional };
}
