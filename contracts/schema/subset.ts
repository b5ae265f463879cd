import type { Form } from "./form/form";
import { read } from "./form/read";
import { ENTRY, ITEM, type Path, render, variantSegment } from "./path";
import type { ZodType } from "./z";

/** A place that is outside the subset, and a sentence that says how to mend it. */
export type Problem = { path: string; reason: string };

/** Every place in a schema that is outside the subset of zod in which contracts are written. */
export function outsideSubset(schema: ZodType, path: Path = []): Problem[] {
	return problems(read(schema).form, path);
}

function problems(form: Form, path: Path): Problem[] {
	switch (form.kind) {
		case "outside":
			return form.reasons.map((reason) => ({ path: render(path), reason }));
		case "array":
			return problems(form.item.form, [...path, ITEM]);
		case "record":
			return problems(form.value.form, [...path, ENTRY]);
		case "object":
			return [...form.fields].flatMap(([name, field]) =>
				problems(field.form, [...path, name]),
			);
		case "union":
			return form.variants.flatMap((variant) => {
				const segment = variantSegment(form.discriminator, variant.values);
				return problems(variant.form, [...path, segment]);
			});
		default:
			return [];
	}
}
