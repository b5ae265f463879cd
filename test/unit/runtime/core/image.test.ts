import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "aws-lambda";
import fc from "fast-check";
import { plain } from "../../../../runtime/core/image";
import { runs } from "../world/runs";

/** What the stream hands on is JSON. */
const image = (item: object): Record<string, AttributeValue> =>
	JSON.parse(JSON.stringify(marshall(item, { allowImpreciseNumbers: true })));

const values = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		fc.string(),
		fc.boolean(),
		fc.integer(),
		fc.double({ min: -1e15, max: 1e15, noNaN: true }),
		fc.bigInt(),
		fc.constant(null),
		fc.set(fc.string(), { minLength: 1 }).map((all) => new Set(all)),
		fc.set(fc.integer(), { minLength: 1 }).map((all) => new Set(all)),
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
	),
}));

test("an image is what the SDK makes of it", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), values.value), (item) => {
			const json = image(item);
			expect(plain(json)).toEqual(unmarshall(JSON.parse(JSON.stringify(json))));
		}),
		runs(),
	);
});

test("a number that does not fit keeps all its digits", () => {
	expect(plain({ total: { N: "12345678901234567890" } })).toEqual({
		total: 12345678901234567890n,
	});
});

test("an attribute of no known kind is an error", () => {
	expect(() => plain({ total: JSON.parse('{"X":"1"}') })).toThrow(
		"Unsupported",
	);
});
