import type { Form } from "./form/form";

/** Whether one of the two is the other or contains it: `lines` and `lines[].note`. */
export function within(a: string, b: string): boolean {
	const [short, long] = a.length < b.length ? [a, b] : [b, a];
	return long === short || /^(\.|\[\])/.test(long.slice(short.length))
		? long.startsWith(short)
		: false;
}

/** What the schema has at a path; several where it leads through a union, none where it leads nowhere. */
export function at(form: Form, path: string): Form[] {
	const [name = "", ...rest] = path.split(".");
	const list = name.endsWith("[]");
	const key = list ? name.slice(0, -2) : name;
	return member(form, key).flatMap((field) => {
		const found = !list ? field : field.kind === "array" && field.item.form;
		if (!found) return [];
		return rest.length > 0 ? at(found, rest.join(".")) : [found];
	});
}

function member(form: Form, name: string): Form[] {
	switch (form.kind) {
		case "object":
			return [form.fields.get(name)?.form ?? []].flat();
		case "record":
			return [form.value.form];
		case "union":
			return form.variants.flatMap((variant) => member(variant.form, name));
		default:
			return [];
	}
}

/** Whether a path names the field by which the variants of a union are told apart. */
export function isDiscriminator(form: Form, path: string): boolean {
	const names = path.split(".");
	const last = names.pop();
	const around = names.length > 0 ? at(form, names.join(".")) : [form];
	return around.some(
		(one) => one.kind === "union" && one.discriminator === last,
	);
}
