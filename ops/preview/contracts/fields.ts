import { canonical, isObject } from "../compare/values";
import type { Schema } from "../record/recording";

/** Nothing that a reader of a contract would miss. */
const silent = new Set(["$schema", "additionalProperties", "required"]);

/** The fields of a schema: by path, such as `order.lines[].amount`, what each may be. */
export function fieldsOf(schema: Schema, path = ""): Record<string, string> {
	const { properties, items, additionalProperties } = schema;
	if (isObject(properties)) {
		const required = new Set(
			Array.isArray(schema.required) ? schema.required : [],
		);
		const inner = Object.entries(properties).map(([name, field]) => {
			const step = path ? `${path}.${name}` : name;
			return markOptional(
				fieldsOf({ ...Object(field) }, step),
				step,
				required.has(name),
			);
		});
		const own = path ? { [path]: "object" } : {};
		return Object.assign(own, ...inner);
	}
	if (isObject(items))
		return {
			[path]: described(schema, "items"),
			...fieldsOf(items, `${path}[]`),
		};
	if (isObject(additionalProperties))
		return {
			[path]: "object of any keys",
			...fieldsOf(additionalProperties, `${path}{}`),
		};
	// Of a schema that is not there nothing is said; a field may be of any type.
	return { [path]: described(schema) || (path && "anything") };
}

function markOptional(
	fields: Record<string, string>,
	path: string,
	isRequired: boolean,
): Record<string, string> {
	if (isRequired) return fields;
	return { ...fields, [path]: `${fields[path]}, optional` };
}

/** `string, minLength 1`. */
function described(schema: Schema, ...without: string[]): string {
	const { type, ...rest } = schema;
	const limits = Object.entries(rest)
		.filter(([key]) => !silent.has(key) && !without.includes(key))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, value]) => `${key} ${canonical(value)}`);
	return [...(type === undefined ? [] : [String(type)]), ...limits].join(", ");
}
