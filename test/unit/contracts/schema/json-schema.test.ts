import { toJsonSchema } from "../../../../contracts/schema/json-schema";
import * as z from "../../../../contracts/schema/z";

const $schema = "https://json-schema.org/draft/2020-12/schema";

describe("toJsonSchema", () => {
	it("opens what a producer sends", () => {
		const schema = z.object({ a: z.array(z.object({ b: z.int().min(0) })) });
		const item = {
			additionalProperties: true,
			properties: {
				b: { maximum: Number.MAX_SAFE_INTEGER, minimum: 0, type: "integer" },
			},
			required: ["b"],
			type: "object",
		};
		expect(toJsonSchema(schema, "producer")).toEqual({
			$schema,
			additionalProperties: true,
			properties: { a: { items: item, type: "array" } },
			required: ["a"],
			type: "object",
		});
	});

	it("says nothing of fields that a consumer does not read", () => {
		const schema = z.object({ id: z.string(), note: z.optional(z.string()) });
		expect(toJsonSchema(schema, "consumer")).toEqual({
			$schema,
			properties: { id: { type: "string" }, note: { type: "string" } },
			required: ["id"],
			type: "object",
		});
	});

	it("keeps the type of a record's values", () => {
		const schema = z.record(z.string(), z.boolean());
		expect(toJsonSchema(schema, "producer")).toMatchObject({
			additionalProperties: { type: "boolean" },
		});
	});

	it("is the same text in whatever order the fields were written", () => {
		const one = z.object({ b: z.uuid(), a: z.string().min(1).max(2) });
		const other = z.object({ a: z.string().max(2).min(1), b: z.uuid() });
		const text = (schema: z.ZodType) =>
			JSON.stringify(toJsonSchema(schema, "producer"));
		expect(text(one)).toBe(text(other));
		expect(Object.keys(toJsonSchema(one, "consumer"))).toEqual([
			"$schema",
			"properties",
			"required",
			"type",
		]);
	});

	it("keeps descriptions, and does not forbid to send what is readonly", () => {
		const schema = z.string().readonly().describe("An id");
		expect(toJsonSchema(schema, "consumer")).toEqual({
			$schema,
			description: "An id",
			type: "string",
		});
	});
});
