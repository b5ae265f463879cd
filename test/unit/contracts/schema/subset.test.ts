import * as zod from "zod";
import { outsideSubset } from "../../../../contracts/schema/subset";
import * as z from "../../../../contracts/schema/z";

const inside: [string, z.ZodType][] = [
	["lengths", z.string().min(1).max(9).length(3)],
	["formats", z.object({ a: z.uuid(), b: z.email(), c: z.url() })],
	["formats as methods", z.string().email().min(7)],
	["times", z.array(z.iso.datetime({ offset: true, precision: 3 }))],
	["dates", z.iso.date()],
	["patterns", z.string().regex(/^[A-Z]{3}$/)],
	["patterns with the u flag", z.string().regex(/^\p{L}+$/u)],
	["numbers", z.number().min(0).lt(1)],
	["integers", z.int().positive().multipleOf(5)],
	["integers by method", z.number().int()],
	["enums", z.enum(["a", "b"])],
	["literals", z.literal(["a", 1, true])],
	["booleans", z.boolean()],
	["arrays", z.array(z.int()).min(1).max(3)],
	["records", z.record(z.string().min(1), z.nullable(z.int()))],
	["optional and null", z.object({ a: z.nullable(z.optional(z.string())) })],
	["partial objects", z.object({ a: z.string() }).partial()],
	["readonly", z.object({ a: z.int() }).readonly()],
	["brands", z.string().brand("id")],
	["metadata", z.string().describe("a text").meta({ title: "Text" })],
	["messages", z.string("a text, please").min(1, "not empty")],
	[
		"unions in unions",
		z.discriminatedUnion("kind", [
			z.object({ kind: z.literal("a") }),
			z.discriminatedUnion("kind", [z.object({ kind: z.enum(["b", "c"]) })]),
		]),
	],
	["the same schema twice", twice(z.object({ a: z.int() }))],
];

const outside: [string, z.ZodType, string][] = [
	["any", zod.any(), "name the fields"],
	["unknown", zod.unknown(), "name the fields"],
	["custom", zod.custom<string>(), "name the fields"],
	["dates", zod.date(), "z.iso.datetime()"],
	["bigint", zod.bigint(), "z.int()"],
	["null alone", zod.null(), "z.nullable()"],
	["undefined", zod.undefined(), "leave the field out"],
	["tuples", zod.tuple([z.string()]), "z.object()"],
	["maps", zod.map(z.string(), z.int()), "z.record("],
	["sets", zod.set(z.string()), "z.array("],
	["plain unions", zod.union([z.string(), z.int()]), "discriminatedUnion"],
	["exclusive unions", zod.xor([z.string(), z.int()]), "discriminatedUnion"],
	["intersections", z.object({}).and(z.object({})), "extend()"],
	["lazy", zod.lazy(() => z.string()), "recursive"],
	["templates", zod.templateLiteral(["a", z.string()]), "regex"],
	["defaults", z.string().default("a"), "default in the handler"],
	["prefaults", z.string().prefault("a"), "default in the handler"],
	["catch", z.string().catch("a"), "remove catch()"],
	["transforms", z.string().transform(Number), "transform in the handler"],
	["pipes", z.string().pipe(z.string()), "transform in the handler"],
	["preprocess", zod.preprocess(String, z.string()), "in the handler"],
	["nonoptional", zod.nonoptional(z.optional(z.int())), "without z.optional"],
	["trim", z.string().trim(), "into the handler"],
	["refined strings", z.string().refine(Boolean), "into the handler"],
	["refined numbers", z.int().refine(Boolean), "into the handler"],
	["refined booleans", z.boolean().refine(Boolean), "in the handler"],
	["refined objects", z.object({}).refine(Boolean), "in the handler"],
	["refined arrays", z.array(z.int()).refine(Boolean), "in the handler"],
	["refined nullables", z.nullable(z.int()).refine(Boolean), "in the handler"],
	["coerced strings", zod.coerce.string(), "not coerced"],
	["coerced numbers", zod.coerce.number(), "not coerced"],
	["coerced booleans", zod.coerce.boolean(), "not coerced"],
	["other formats", zod.ipv4(), 'format "ipv4"'],
	["custom formats", zod.stringFormat("x", () => true), 'format "x"'],
	["prefixes", z.string().startsWith("a"), "z.string().regex"],
	["an email of its own", z.email({ pattern: /@/ }), "regex"],
	["options of a url", z.url({ protocol: /^https$/ }), "drop them"],
	["a url that trims late", z.string().min(9).url(), "Write z.url()"],
	["flags", z.string().regex(/a/i), 'without "i"'],
	["patterns JSON Schema cannot read", z.string().regex(/]/), "u flag"],
	["other numbers", zod.float32(), 'format "float32"'],
	["infinite bounds", z.number().max(Number.POSITIVE_INFINITY), "finite"],
	["steps of decimals", z.number().multipleOf(0.01), "minor units"],
	["decimal steps of integers", z.int().multipleOf(0.5), "minor units"],
	["two steps", z.int().multipleOf(2).multipleOf(3), "one multipleOf"],
	["empty enums", z.enum([]), "at least one"],
	["null among literals", z.literal(["a", null]), "z.nullable()"],
	["infinite literals", z.literal(Number.POSITIVE_INFINITY), "finite"],
	["optional alone", z.optional(z.string()), "Only a field of an object"],
	["strict objects", zod.strictObject({}), "not strict"],
	["loose objects", zod.looseObject({}), "not strict"],
	["catchall", z.object({}).catchall(z.int()), "not strict"],
	["records of known keys", z.record(z.enum(["a"]), z.int()), "z.object()"],
	["records of number keys", z.record(z.int(), z.int()), "z.string() keys"],
	["loose records", zod.looseRecord(z.string(), z.int()), "z.string() keys"],
];

describe("outsideSubset", () => {
	it.each(inside)("takes %s", (_, schema) => {
		expect(outsideSubset(schema)).toEqual([]);
	});

	it.each(outside)("names %s and says how to mend it", (_, schema, advice) => {
		expect(outsideSubset(schema, ["order"])).toEqual([
			{ path: "order", reason: expect.stringContaining(advice) },
		]);
	});

	it("names every place by its path", () => {
		const bad = zod.date();
		const schema = z.object({
			at: bad,
			lines: z.array(z.object({ sent: z.optional(z.nullable(bad)) })),
			byDay: z.record(z.string(), bad),
			pay: z.discriminatedUnion("kind", [
				z.object({ kind: z.literal("card"), until: bad }),
				z.object({ kind: z.enum(["cash", "gift"]), on: bad }),
			]),
		});
		expect(outsideSubset(schema).map(({ path }) => path)).toEqual([
			"at",
			"lines[].sent",
			"byDay{}",
			'pay(kind: "card").until',
			'pay(kind: "cash" | "gift").on',
		]);
	});

	it("names all that is wrong in one place", () => {
		const schema = z.string().trim().regex(/a/g);
		expect(outsideSubset(schema)).toHaveLength(2);
	});

	it("refuses optional items and values, which JSON would turn into null", () => {
		const item = z.optional(z.int());
		const schema = z.object({
			list: z.array(item),
			map: z.record(z.string(), item),
		});
		expect(outsideSubset(schema).map(({ path }) => path)).toEqual([
			"list[]",
			"map{}",
		]);
	});

	it("ends at a schema that holds itself", () => {
		const tree = z.object({
			name: z.string(),
			get children() {
				return z.array(tree);
			},
		});
		expect(outsideSubset(tree)).toEqual([
			{ path: "children[]", reason: expect.stringContaining("recursive") },
		]);
	});

	it("ends where DynamoDB does", () => {
		const deep = Array.from({ length: 33 }).reduce<z.ZodType>(
			(schema) => z.array(schema),
			z.string(),
		);
		expect(outsideSubset(deep)).toEqual([
			{ path: "[]".repeat(32), reason: expect.stringContaining("32 levels") },
		]);
	});

	it.each([
		["optional", z.optional(z.literal("a"))],
		["null", z.nullable(z.literal("a"))],
		["any text", z.string()],
	])("refuses a discriminator that may be %s", (_, kind) => {
		const schema = z.discriminatedUnion("kind", [z.object({ kind })]);
		expect(outsideSubset(schema)).toEqual([
			{ path: "(kind: ?)", reason: expect.stringContaining("required") },
		]);
	});

	it("refuses two variants of one name, and a fallback", () => {
		const a = z.object({ kind: z.literal("a") });
		const same = z.discriminatedUnion("kind", [a, a]);
		const loose = zod.discriminatedUnion("kind", [a], { unionFallback: true });
		expect(outsideSubset(same)[0]?.reason).toContain("Two variants");
		expect(outsideSubset(loose)[0]?.reason).toContain("unionFallback");
	});
});

function twice(schema: z.ZodType): z.ZodType {
	return z.object({ a: schema, b: z.array(schema) });
}
