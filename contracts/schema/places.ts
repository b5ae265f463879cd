import type { Form, Slot } from "./form/form";
import { read } from "./form/read";
import type { ZodType } from "./z";

/**
 * What may be at a path of names: one place, or one for each variant of a union on the way; undefined where there is none.
 * A place is optional or nullable where anything on the way to it is.
 */
export function placesAt(schema: ZodType, path: string): (Slot | undefined)[] {
	return within(read(schema), path.split("."));
}

function within(slot: Slot, [name, ...rest]: string[]): (Slot | undefined)[] {
	if (name === undefined) return [slot];
	return inside(slot.form, name).flatMap((next) =>
		next ? within(loosened(next, slot), rest) : [undefined],
	);
}

function inside(form: Form, name: string): (Slot | undefined)[] {
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
