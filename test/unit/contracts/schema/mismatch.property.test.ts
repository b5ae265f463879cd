import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { toJsonSchema } from "../../../../contracts/schema/json-schema";
import { mismatches } from "../../../../contracts/schema/mismatch";
import { outsideSubset } from "../../../../contracts/schema/subset";
import type * as z from "../../../../contracts/schema/z";
import { readable, type Sample } from "./samples/sample";
import { samples } from "./samples/samples";

const numRuns = Number(process.env.FC_RUNS ?? 200);
jest.setTimeout(10_000 + numRuns * 50);

/** What arrives when the producer publishes: parsed with its schema, and through JSON. */
function sent(schema: z.ZodType, value: unknown): unknown {
	return JSON.parse(JSON.stringify(schema.parse(value)));
}

const ajv = addFormats.default(new Ajv2020({ strictTypes: false }));

function counterExample({ schema, values }: Sample, consumer: z.ZodType) {
	return fc
		.sample(values, { numRuns: 400, seed: 1 })
		.some((value) => !consumer.safeParse(sent(schema, value)).success);
}

const withValue = samples.chain((sample) =>
	fc.record({
		sample: fc.constant(sample),
		value: sample.values,
		consumer: sample.relatives.map((schema) => readable({ schema })),
	}),
);

describe("mismatches, for any schemas of the subset", () => {
	it("lists nothing between a schema and itself", () => {
		fc.assert(
			fc.property(samples, ({ schema }) => {
				expect(outsideSubset(schema)).toEqual([]);
				expect(mismatches(schema, schema)).toEqual([]);
			}),
			{ numRuns },
		);
	});

	it("lists nothing only if the consumer accepts what the producer sends", () => {
		fc.assert(
			fc.property(
				withValue,
				({ sample, value, consumer: { schema: consumer } }) => {
					fc.pre(mismatches(sample.schema, consumer).length === 0);
					const arrived = sent(sample.schema, value);
					expect(consumer.safeParse(arrived).error).toBeUndefined();
					const accepts = ajv.compile(toJsonSchema(consumer, "consumer"));
					expect(accepts(arrived)).toBe(true);
				},
			),
			{ numRuns },
		);
	});

	it("describes what is sent by the producer's JSON Schema", () => {
		fc.assert(
			fc.property(withValue, ({ sample: { schema }, value }) => {
				const accepts = ajv.compile(toJsonSchema(schema, "producer"));
				expect(accepts(sent(schema, value))).toBe(true);
			}),
			{ numRuns },
		);
	});

	it("decides every single change, and right", () => {
		const changed = samples.chain((sample) =>
			fc.record({
				sample: fc.constant(sample),
				mutant: sample.mutants.map(readable),
			}),
		);
		fc.assert(
			fc.property(changed, ({ sample, mutant }) => {
				const found = mismatches(sample.schema, mutant.schema);
				if (mutant.fits) expect(found).toEqual([]);
				else expect(found.map(({ kind }) => kind)).toContain("incompatible");
				expect(counterExample(sample, mutant.schema)).toBe(!mutant.fits);
			}),
			{ numRuns },
		);
	});
});
