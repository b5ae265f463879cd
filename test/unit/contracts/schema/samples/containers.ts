import fc from "fast-check";
import { ZodObject } from "zod";
import * as z from "../../../../../contracts/schema/z";
import {
	type Deeper,
	fits,
	inside,
	type Mutant,
	refuses,
	type Sample,
	sample,
} from "./sample";

export function nullable(inner: Sample): Sample {
	return sample(
		z.nullable(inner.schema),
		fc.option(inner.values, { freq: 2 }),
		() => [refuses("never null", inner.schema)],
		inside(inner, "nullable", (schema) => z.nullable(schema)),
	);
}

export function array(item: Sample, min: number, max: number): Sample {
	const sized = (schema: z.ZodType) => z.array(schema).min(min).max(max);
	return sample(
		sized(item.schema),
		fc.array(item.values, { minLength: min, maxLength: max }),
		() => [
			fits("no bounds", z.array(item.schema)),
			fits("nullable items", z.array(z.nullable(item.schema))),
			refuses("more items", z.array(item.schema).min(min + 1)),
			refuses("fewer items", z.array(item.schema).max(max - 1)),
			refuses("another type", z.record(z.string(), item.schema)),
		],
		inside(item, "item", sized),
	);
}

export function record(value: Sample): Sample {
	const { schema } = value;
	const keyed = (schema: z.ZodType) => z.record(z.string().max(2), schema);
	const some = { a: z.optional(schema), long: z.optional(z.int()) };
	return sample(
		keyed(schema),
		fc.dictionary(fc.constantFrom("", "a", "b", "id"), value.values),
		() => [
			fits("any keys", z.record(z.string(), schema)),
			fits("an object", z.object(some)),
			refuses("no empty key", z.record(z.string().min(1), schema)),
			refuses("a required key", z.object({ a: schema })),
		],
		inside(value, "value", keyed),
	);
}

export type Field = { inner: Sample; optional: boolean };

type Shape = Record<string, z.ZodType>;

export function object(fields: Record<string, Field>): Sample {
	const entries = Object.entries(fields);
	const declared = entries.map(
		([name, { inner, optional }]) =>
			[name, optional ? z.optional(inner.schema) : inner.schema] as const,
	);
	const values = entries.map(
		([name, { inner }]) => [name, inner.values] as const,
	);
	const required = entries.filter(([, field]) => !field.optional);
	const shape: Shape = Object.fromEntries(declared);
	return sample(
		z.object(shape),
		fc.record(Object.fromEntries(values), {
			requiredKeys: required.map(([name]) => name),
		}),
		() => [
			fits("optional new", z.object({ ...shape, new: z.optional(z.int()) })),
			refuses("required new", z.object({ ...shape, new: z.nullable(z.int()) })),
			...entries.flatMap(([name, field]) => fieldMutants(shape, name, field)),
		],
		...entries.map(([name, { inner, optional }]) =>
			inside(inner, name, (schema) =>
				z.object({ ...shape, [name]: optional ? z.optional(schema) : schema }),
			),
		),
		...manyFields(shape, fields),
	);
}

function fieldMutants(
	shape: Shape,
	name: string,
	{ inner: { schema }, optional }: Field,
): Mutant[] {
	const { [name]: _, ...rest } = shape;
	const or = (field: z.ZodType) => z.object({ ...rest, [name]: field });
	return [
		fits(`no ${name}`, z.object(rest)),
		fits(`${name} or null`, or(z.nullable(z.optional(schema)))),
		optional
			? refuses(`${name} required`, or(schema))
			: fits(`${name} optional`, or(z.optional(schema))),
	];
}

/** Every field changed at once, optional or not, or left out. */
function manyFields(shape: Shape, fields: Record<string, Field>): Deeper[] {
	const shapes = Object.entries(fields).map(([name, { inner }]) => {
		const optional = inner.relatives.map((schema) => z.optional(schema));
		return [name, fc.oneof(inner.relatives, optional)] as const;
	});
	const relatives = fc
		.record(Object.fromEntries(shapes), { requiredKeys: [] })
		.map((changed) => z.object(changed));
	const same = fits("nothing", z.object(shape));
	return [{ mutants: fc.constant(same), relatives }];
}

/** A union of `card` and `cash`: two objects, told apart by `kind`. */
export function union(card: Sample, cash: Sample): Sample {
	const one = withKind("card", card.schema);
	const two = withKind("cash", cash.schema);
	const third = z.object({ kind: z.enum(["gift", "points"]) });
	const of = (first: ZodObject, second: ZodObject) =>
		z.discriminatedUnion("kind", [first, second]);
	return sample(
		of(one, two),
		fc.oneof(
			card.values.map((value) => Object.assign({ kind: "card" }, value)),
			cash.values.map((value) => Object.assign({ kind: "cash" }, value)),
		),
		() => [
			fits("a variant more", z.discriminatedUnion("kind", [third, two, one])),
			fits(
				"a union in it",
				z.discriminatedUnion("kind", [of(two, third), one]),
			),
			fits("an object", z.object({ kind: z.enum(["card", "cash", "gift"]) })),
			refuses("a variant less", of(one, third)),
			refuses("one variant", one),
		],
		inside(card, "card", (schema) => of(withKind("card", schema), two)),
		inside(cash, "cash", (schema) => of(one, withKind("cash", schema))),
	);
}

function withKind(kind: string, schema: z.ZodType): ZodObject {
	if (!(schema instanceof ZodObject)) throw new Error("A variant is an object");
	return schema.extend({ kind: z.literal(kind) });
}
