import fc from "fast-check";
import { hashId, hashValue } from "../../../../runtime/core/hash";
import { runs } from "../world/runs";

test("an id is 32 hex digits and the same for the same names", () => {
	expect(hashId("shop", "item")).toMatch(/^[0-9a-f]{32}$/);
	expect(hashId("shop", "item")).toBe(hashId("shop", "item"));
});

test("different names have different ids, however they are cut", () => {
	const names = fc.array(fc.string(), { maxLength: 4 });
	fc.assert(
		fc.property(names, names, (a, b) => {
			const same = JSON.stringify(a) === JSON.stringify(b);
			expect(hashId(...a) === hashId(...b)).toBe(same);
		}),
		runs(),
	);
	expect(hashId("a#b", "c")).not.toBe(hashId("a", "b#c"));
	expect(hashId('a","b')).not.toBe(hashId("a", "b"));
	expect(hashId("a", "")).not.toBe(hashId("a"));
});

test("a value's hash does not depend on the order of its keys", () => {
	expect(hashValue({ a: 1, b: { c: 2, d: [3] } })).toBe(
		hashValue({ b: { d: [3], c: 2 }, a: 1 }),
	);
});

test.each([
	["another value", { a: 1 }, { a: 2 }],
	["a number and its text", { a: 1 }, { a: "1" }],
	["another order of a list", [1, 2], [2, 1]],
	["other members of a set", { a: new Set(["x"]) }, { a: new Set(["y"]) }],
	["nothing and null", undefined, null],
])("%s has another hash", (_, a, b) => {
	expect(hashValue(a)).not.toBe(hashValue(b));
});

test("a set of DynamoDB has the same hash in whatever order it comes", () => {
	expect(hashValue({ a: new Set(["x", "y"]) })).toBe(
		hashValue({ a: new Set(["y", "x"]) }),
	);
});
