import * as zod from "zod";
import { mismatches } from "../../../../contracts/schema/mismatch";
import * as z from "../../../../contracts/schema/z";

type Verdict = "fits" | "incompatible" | "undecided";

/** Two schemas, and what happens when the first sends to the second and the second to the first. */
const pairs: [string, z.ZodType, z.ZodType, Verdict, Verdict][] = [
	["the same", z.int(), z.int(), "fits", "fits"],
	["types", z.int(), z.string(), "incompatible", "incompatible"],
	["null", z.string(), z.nullable(z.string()), "fits", "incompatible"],
	["readonly", z.int().readonly(), z.int(), "fits", "fits"],

	["min length", z.string().min(2), z.string().min(1), "fits", "incompatible"],
	["max length", z.string().max(2), z.string().max(3), "fits", "incompatible"],
	["length", z.string().length(2), z.string().max(2), "fits", "incompatible"],
	["enum, string", z.enum(["a"]), z.string().max(1), "fits", "incompatible"],
	["enum, uuid", z.enum(["a"]), z.uuid(), "incompatible", "incompatible"],
	["enums", z.enum(["a"]), z.enum(["a", "b"]), "fits", "incompatible"],
	["literal, enum", z.literal("a"), z.enum(["a"]), "fits", "fits"],
	["literals", z.literal([1, "a"]), z.literal(1), "incompatible", "fits"],
	["boolean", z.literal(true), z.boolean(), "fits", "incompatible"],
	["boolean, text", z.boolean(), z.string(), "incompatible", "incompatible"],

	["uuid, string", z.uuid(), z.string().min(1), "fits", "incompatible"],
	["uuid, long", z.uuid(), z.string().min(37), "incompatible", "incompatible"],
	["uuids", z.uuid({ version: "v7" }), z.uuid(), "fits", "incompatible"],
	["methods", z.string().email(), z.email(), "fits", "fits"],
	["formats", z.uuid(), z.email(), "incompatible", "incompatible"],
	["date", z.iso.date(), z.iso.datetime(), "incompatible", "incompatible"],
	["url, string", z.url(), z.string().min(2), "fits", "incompatible"],
	["email, string", z.email(), z.string().min(6), "fits", "incompatible"],
	["email bounds", z.email().max(9), z.email(), "fits", "incompatible"],

	[
		"offset",
		z.iso.datetime(),
		z.iso.datetime({ offset: true }),
		"fits",
		"incompatible",
	],
	[
		"local",
		z.iso.datetime(),
		z.iso.datetime({ local: true }),
		"fits",
		"incompatible",
	],
	[
		"precision",
		z.iso.datetime({ precision: 3 }),
		z.iso.datetime(),
		"fits",
		"incompatible",
	],
	[
		"minutes",
		z.iso.datetime({ precision: -1 }),
		z.iso.datetime(),
		"incompatible",
		"incompatible",
	],
	[
		"exact length",
		z.iso.datetime({ precision: 3 }),
		z.string().length(24),
		"fits",
		"incompatible",
	],
	[
		"local lengths",
		z.iso.datetime({ local: true }),
		z.string().min(17),
		"incompatible",
		"incompatible",
	],

	["pattern", z.string().regex(/a/), z.string(), "fits", "undecided"],
	[
		"the same pattern",
		z.string().regex(/^a$/),
		z.string().regex(/^a$/),
		"fits",
		"fits",
	],
	[
		"patterns",
		z.string().regex(/^a$/),
		z.string().regex(/^[a]$/),
		"undecided",
		"undecided",
	],
	[
		"a pattern's length, not declared",
		z.string().regex(/^[A-Z]{3}$/),
		z.string().min(1),
		"undecided",
		"undecided",
	],
	[
		"a pattern's length, declared",
		z
			.string()
			.length(3)
			.regex(/^[A-Z]{3}$/),
		z.string().min(1),
		"fits",
		"incompatible",
	],
	[
		"pattern, format",
		z.string().regex(/^a$/),
		z.uuid(),
		"undecided",
		"undecided",
	],
	[
		"pattern, enum",
		z.enum(["aa"]),
		z.string().regex(/^a+$/),
		"fits",
		"incompatible",
	],

	["int, number", z.int(), z.number(), "fits", "incompatible"],
	["int methods", z.int(), z.number().int(), "fits", "fits"],
	["int bounds", z.int().gt(0), z.int().min(1), "fits", "fits"],
	["int halves", z.int().max(2), z.int().lt(2.5), "fits", "fits"],
	["int is safe", z.int(), z.number().max(2 ** 53), "fits", "incompatible"],
	["exclusive", z.number().gt(0), z.number().min(0), "fits", "incompatible"],
	["upper", z.number().lt(9), z.number().max(9), "fits", "incompatible"],
	["negative", z.int().negative(), z.int().max(-1), "fits", "fits"],
	["no lower", z.int().max(1), z.int().min(0).max(1), "incompatible", "fits"],
	["number, enum", z.literal([1, 2]), z.int().max(2), "fits", "incompatible"],
	[
		"counted integers",
		z.literal([1, 2]),
		z.int().min(1).max(2),
		"fits",
		"undecided",
	],
	["steps", z.int().multipleOf(2), z.int(), "fits", "incompatible"],
	[
		"steps of steps",
		z.int().min(0).max(99).multipleOf(6),
		z.int().multipleOf(2),
		"fits",
		"incompatible",
	],
	[
		"steps beyond what is exact",
		z.int().multipleOf(6),
		z.int().multipleOf(2),
		"undecided",
		"incompatible",
	],

	["items", z.array(z.int()), z.array(z.number()), "fits", "incompatible"],
	[
		"numbers of items",
		z.array(z.int()).min(1).max(2),
		z.array(z.int()).max(3),
		"fits",
		"incompatible",
	],
	[
		"record values",
		z.record(z.string(), z.int()),
		z.record(z.string(), z.number()),
		"fits",
		"incompatible",
	],
	[
		"record keys",
		z.record(z.uuid(), z.int()),
		z.record(z.string().min(1), z.int()),
		"fits",
		"incompatible",
	],
	[
		"object, record",
		z.object({ a: z.int(), b: z.optional(z.int()) }),
		z.record(z.string(), z.number()),
		"fits",
		"incompatible",
	],
	[
		"object, record of other keys",
		z.object({ a: z.int() }),
		z.record(z.string().min(2), z.number()),
		"incompatible",
		"incompatible",
	],
	[
		"record, object of optional fields",
		z.record(z.string(), z.int()),
		z.object({ a: z.optional(z.int()) }),
		"fits",
		"fits",
	],
	[
		"record whose keys the object does not read",
		z.record(z.string().max(1), z.int()),
		z.object({ long: z.optional(z.string()) }),
		"fits",
		"incompatible",
	],

	[
		"more fields",
		z.object({ a: z.int() }),
		z.object({}),
		"fits",
		"incompatible",
	],
	[
		"an optional field the other does not declare",
		z.object({}),
		z.object({ a: z.optional(z.int()) }),
		"fits",
		"fits",
	],
	[
		"optional",
		z.object({ a: z.int() }),
		z.object({ a: z.optional(z.int()) }),
		"fits",
		"incompatible",
	],
	[
		"optional and null, either way round",
		z.object({ a: z.nullable(z.optional(z.int())) }),
		z.object({ a: z.optional(z.nullable(z.int())) }),
		"fits",
		"fits",
	],
	[
		"optional is not null",
		z.object({ a: z.optional(z.int()) }),
		z.object({ a: z.nullable(z.int()) }),
		"incompatible",
		"incompatible",
	],
	[
		"object, array",
		z.object({}),
		z.array(z.int()),
		"incompatible",
		"incompatible",
	],

	["not in the subset", zod.date(), z.string(), "undecided", "undecided"],
	[
		"a refinement on what the other does not read",
		z.object({ a: z.int(), b: zod.date() }),
		z.object({ a: z.int() }),
		"fits",
		"incompatible",
	],
];

const card = z.object({ kind: z.literal("card"), number: z.string() });
const cash = z.object({ kind: z.literal("cash"), paid: z.int() });
const gift = z.object({ kind: z.enum(["gift", "points"]) });
const union = (first: Variant, ...more: Variant[]) =>
	z.discriminatedUnion("kind", [first, ...more]);
type Variant = Parameters<typeof z.discriminatedUnion>[1][number];

const unions: typeof pairs = [
	["order of variants", union(card, cash), union(cash, card), "fits", "fits"],
	["more variants", union(card), union(card, cash), "fits", "incompatible"],
	[
		"nested",
		union(card, union(cash, gift)),
		union(gift, cash, card),
		"fits",
		"fits",
	],
	["a variant alone", card, union(card, cash), "fits", "incompatible"],
	["a variant of two names", gift, union(card, gift), "fits", "incompatible"],
	[
		"two names, apart",
		gift,
		union(named("gift"), named("points")),
		"fits",
		"fits",
	],
	["one name of two", named("gift"), gift, "fits", "incompatible"],
	[
		"what variants share",
		union(card, cash),
		z.object({ kind: z.string() }),
		"fits",
		"incompatible",
	],
	[
		"a field of one",
		union(card, cash),
		z.object({ paid: z.int() }),
		"incompatible",
		"incompatible",
	],
	[
		"an optional field of one",
		union(card, cash),
		z.object({ paid: z.optional(z.int()) }),
		"fits",
		"incompatible",
	],
	[
		"a record",
		union(card, gift),
		z.record(z.string(), z.string()),
		"fits",
		"incompatible",
	],
	["null", union(card), z.nullable(union(card, cash)), "fits", "incompatible"],
	[
		"by another field",
		card,
		z.discriminatedUnion("number", [z.object({ number: z.literal("1") })]),
		"incompatible",
		"incompatible",
	],
	[
		"a refined variant",
		union(card),
		union(card.refine(Boolean)),
		"undecided",
		"undecided",
	],
	[
		"an optional discriminator",
		z.object({ kind: z.optional(z.literal("cash")), paid: z.int() }),
		union(cash),
		"incompatible",
		"fits",
	],
];

function named(kind: string) {
	return z.object({ kind: z.literal(kind) });
}

describe("mismatches", () => {
	const kindsOf = (sent: z.ZodType, read: z.ZodType) => {
		const kinds = mismatches(sent, read).map(({ kind }) => kind);
		return kinds.includes("incompatible")
			? "incompatible"
			: (kinds[0] ?? "fits");
	};

	it.each([...pairs, ...unions])("%s", (_, one, other, there, back) => {
		expect(kindsOf(one, other)).toBe(there);
		expect(kindsOf(other, one)).toBe(back);
	});

	it("names the place and the reason", () => {
		const producer = z.object({
			order: z.object({
				lines: z.array(
					z.object({ price: z.number(), note: z.optional(z.string()) }),
				),
				prices: z.record(z.string(), z.nullable(z.int())),
				pay: union(card, cash),
			}),
		});
		const consumer = z.object({
			order: z.object({
				lines: z.array(z.object({ price: z.int().min(0), note: z.string() })),
				prices: z.record(z.string(), z.int()),
				pay: union(cash.extend({ paid: z.int().max(10) })),
				ref: z.uuid(),
			}),
		});
		expect(mismatches(producer, consumer)).toEqual([
			at(
				"order.lines[].price",
				"The producer may send a fraction, the consumer demands an integer: use z.int().",
			),
			at(
				"order.lines[].note",
				"The consumer requires a field that the producer may leave out: make it optional in the consumer, or required in the producer.",
			),
			at(
				"order.prices{}",
				"The producer may send null: make it nullable in the consumer.",
			),
			at('order.pay(kind: "card")', "The consumer has no such variant."),
			at(
				'order.pay(kind: "cash").paid',
				"The producer may go up to 9007199254740991, the consumer demands at most 10.",
			),
			at(
				"order.ref",
				"The consumer requires a field that the producer does not declare: make it optional in the consumer, or required in the producer.",
			),
		]);
	});

	it("starts at the path that it is given", () => {
		expect(mismatches(z.enum(["a", "b"]), z.literal("a"), ["order"])).toEqual([
			at(
				"order",
				'The producer may send "b", which the consumer does not accept.',
			),
		]);
	});

	it("says which side is not in the subset", () => {
		const [found] = mismatches(z.string(), zod.date());
		expect(found).toMatchObject({ kind: "undecided", path: "" });
		expect(found?.reason).toMatch(/^Consumer: JSON has no dates/);
	});
});

function at(path: string, reason: string) {
	return { path, reason, kind: "incompatible" };
}
