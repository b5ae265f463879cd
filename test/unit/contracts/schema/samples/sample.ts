import fc from "fast-check";
import { toJsonSchema } from "../../../../../contracts/schema/json-schema";
import type * as z from "../../../../../contracts/schema/z";

/** A producer's schema with all that a property needs to know about it. */
export type Sample = {
	schema: z.ZodType;
	/** What the schema lets through, with its edges likely. */
	values: fc.Arbitrary<unknown>;
	/** Consumers' schemas that differ in one thing. */
	mutants: fc.Arbitrary<Mutant>;
	/** Consumers' schemas that differ in any number of things. */
	relatives: fc.Arbitrary<z.ZodType>;
};

export type Mutant = {
	change: string;
	schema: z.ZodType;
	/** Whether it accepts all that the sample's schema may send. */
	fits: boolean;
};

/** What a sample's parts add: their own changes, and their relatives in the same place. */
export type Deeper = {
	mutants: fc.Arbitrary<Mutant>;
	relatives: fc.Arbitrary<z.ZodType>;
};

export function fits(change: string, schema: z.ZodType): Mutant {
	return { change, schema, fits: true };
}

export function refuses(change: string, schema: z.ZodType): Mutant {
	return { change, schema, fits: false };
}

/** The same changes with each schema inside another. */
export function inside(
	{ mutants, relatives }: Sample,
	where: string,
	wrap: (schema: z.ZodType) => z.ZodType,
): Deeper {
	return {
		mutants: mutants.map(({ change, schema, fits }) => ({
			change: `${where}: ${change}`,
			schema: wrap(schema),
			fits,
		})),
		relatives: relatives.map(wrap),
	};
}

export function sample(
	schema: z.ZodType,
	values: fc.Arbitrary<unknown>,
	own: () => Mutant[],
	...deeper: Deeper[]
): Sample {
	const mutants = fc.oneof(
		// made when drawn: most samples never show theirs
		fc.constant(own).chain((list) => fc.constantFrom(...list())),
		...deeper.map((part) => part.mutants),
	);
	const relatives = fc.oneof(
		fc.constant(schema),
		mutants.map((mutant) => mutant.schema),
		...deeper.map((part) => part.relatives),
	);
	return readable({ schema, values, mutants, relatives });
}

/** A failing property prints JSON Schema instead of zod's insides. */
export function readable<T extends { schema: z.ZodType }>(shown: T): T {
	const text = () => JSON.stringify(toJsonSchema(shown.schema, "consumer"));
	return Object.assign(shown, { [fc.toStringMethod]: text });
}
