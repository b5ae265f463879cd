import fc from "fast-check";
import {
	array,
	type Field,
	nullable,
	object,
	record,
	union,
} from "./containers";
import { choice, decimal, formatted, integer, multiple, text } from "./leaves";
import type { Sample } from "./sample";

const leaf = fc.oneof(text, formatted, integer, multiple, decimal, choice);

/** Schemas of the subset, nested to two levels. */
export const samples: fc.Arbitrary<Sample> = nested(2);

function nested(depth: number): fc.Arbitrary<Sample> {
	const present = depth === 0 ? leaf : container(nested(depth - 1));
	return fc.oneof(
		{ arbitrary: present, weight: 4 },
		{ arbitrary: present.map(nullable), weight: 1 },
	);
}

function container(inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
	const least = fc.integer({ min: 0, max: 2 });
	const field: fc.Arbitrary<Field> = fc.record({
		inner,
		optional: fc.boolean(),
	});
	const objects = fc
		.dictionary(fc.constantFrom("id", "price", "note"), field, { minKeys: 1 })
		.map(object);
	return fc.oneof(
		leaf,
		objects,
		inner.map(record),
		fc.tuple(inner, least).map(([item, min]) => array(item, min, min + 1)),
		fc.tuple(objects, objects).map(([card, cash]) => union(card, cash)),
	);
}
