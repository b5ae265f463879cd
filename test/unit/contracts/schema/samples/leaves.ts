import fc from "fast-check";
import * as z from "../../../../../contracts/schema/z";
import { fits, refuses, type Sample, sample } from "./sample";

/** Any characters, those of two UTF-16 units among them. */
const characters = (minLength: number, maxLength: number) =>
	fc.string({ unit: "binary", minLength, maxLength });

export const text: fc.Arbitrary<Sample> = fc
	.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
	.map(([min, more]) => {
		const max = min + more;
		return sample(
			z.string().min(min).max(max),
			fc.oneof(
				characters(min, min),
				characters(max, max),
				characters(min, max),
			),
			() => [
				fits("no bounds", z.string()),
				fits("shorter", z.string().min(min - 1)),
				fits("longer", z.string().max(max + 1)),
				refuses("not as short", z.string().min(min + 1)),
				refuses("not as long", z.string().max(max - 1)),
				refuses("a format", z.uuid()),
				refuses("an enum", z.enum(["a", "b"])),
				refuses("another type", z.number()),
			],
		);
	});

const seconds = fc
	.integer({ min: 0, max: 4_000_000_000 })
	.map((second) => new Date(second * 1000).toISOString().slice(0, 19));

/** One format each: schema, values, wider and other schemas. */
export const formatted: fc.Arbitrary<Sample> = fc.constantFrom(
	sample(z.uuid({ version: "v7" }), fc.uuid({ version: 7 }), () => [
		fits("any version", z.uuid()),
		fits("its length", z.string().length(36)),
		refuses("another version", z.uuid({ version: "v4" })),
		refuses("another format", z.url()),
	]),
	sample(z.uuid(), fc.uuid({ version: [4, 7] }), () => [
		fits("not empty", z.string().min(1)),
		refuses("one version", z.uuid({ version: "v4" })),
		refuses("too short", z.string().max(35)),
	]),
	sample(
		z.email(),
		fc.constantFrom("a@b.cd", "first.last+tag@mail.org"),
		() => [
			fits("its length", z.string().min(6)),
			refuses("a longer one", z.string().min(7)),
			refuses("another format", z.uuid()),
		],
	),
	sample(
		z.url(),
		fc.constantFrom("ftp://a", "https://example.org/a?b=c"),
		() => [
			fits("its length", z.string().min(2)),
			refuses("another format", z.email()),
		],
	),
	sample(
		z.iso.date(),
		seconds.map((time) => time.slice(0, 10)),
		() => [
			fits("its length", z.string().length(10)),
			refuses("a time", z.iso.datetime()),
		],
	),
	sample(
		z.iso.datetime(),
		fc.oneof(
			seconds.map((time) => `${time}Z`),
			seconds.map((time) => `${time}.123456Z`),
		),
		() => [
			fits("with offset", z.iso.datetime({ offset: true })),
			fits("or local", z.iso.datetime({ local: true })),
			fits("its length", z.string().min(20)),
			refuses("milliseconds", z.iso.datetime({ precision: 3 })),
			refuses("a date", z.iso.date()),
		],
	),
	sample(
		z.iso.datetime({ offset: true, precision: 3 }),
		fc
			.tuple(seconds, fc.constantFrom("Z", "+02:00"))
			.map(([time, zone]) => `${time}.250${zone}`),
		() => [
			fits("any precision", z.iso.datetime({ offset: true })),
			fits("its lengths", z.string().min(24).max(29)),
			refuses("no offset", z.iso.datetime({ precision: 3 })),
			refuses("a shorter one", z.string().max(28)),
		],
	),
	sample(
		z.string().regex(/^[a-z]{2}$/),
		fc.string({ unit: fc.constantFrom("a", "z"), minLength: 2, maxLength: 2 }),
		() => [
			fits("any text", z.string()),
			fits("the same pattern", z.string().regex(/^[a-z]{2}$/)),
			refuses("another type", z.boolean()),
		],
	),
);

export const integer: fc.Arbitrary<Sample> = fc
	.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 9 }))
	.map(([min, more]) => {
		const max = min + more;
		return sample(
			z.int().min(min).max(max),
			fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max })),
			() => [
				fits("any number", z.number()),
				fits("lower", z.int().gt(min - 1)),
				fits("higher", z.int().lt(max + 0.5)),
				fits("whole", z.int().multipleOf(1)),
				refuses("not as low", z.number().gt(min)),
				refuses("not as high", z.int().max(max - 1)),
				refuses("even", z.int().multipleOf(2)),
				refuses("another type", z.string()),
			],
		);
	});

export const multiple: fc.Arbitrary<Sample> = fc
	.constantFrom(4, 6, 10)
	.map((step) =>
		sample(
			z.number().int().min(0).max(100).multipleOf(step),
			fc.integer({ min: 0, max: 10 }).map((count) => count * step),
			() => [
				fits("a divisor", z.int().multipleOf(2)),
				fits("any integer", z.int()),
				refuses("twice the step", z.int().multipleOf(2 * step)),
				refuses("another step", z.int().multipleOf(7)),
			],
		),
	);

export const decimal: fc.Arbitrary<Sample> = fc
	.integer({ min: -3, max: 3 })
	.map((min) =>
		sample(
			z
				.number()
				.min(min)
				.lt(min + 2),
			fc.oneof(
				fc.constantFrom(min, min + 1.5),
				fc.double({ min, max: min + 1.5, noNaN: true }),
			),
			() => [
				fits("lower", z.number().gte(min - 0.1)),
				fits("to the end", z.number().max(min + 2)),
				refuses("not as low", z.number().gt(min)),
				refuses("not as high", z.number().max(min + 1.4)),
				refuses("integers", z.int()),
			],
		),
	);

export const choice: fc.Arbitrary<Sample> = fc.constantFrom(
	sample(
		z.enum(["new", "paid", "sent"]),
		fc.constantFrom("new", "paid", "sent"),
		() => [
			fits("one more", z.enum(["new", "paid", "sent", "lost"])),
			fits("in another order", z.literal(["sent", "paid", "new"])),
			fits("any text", z.string().min(3).max(4)),
			refuses("one less", z.enum(["new", "paid"])),
			refuses("short text", z.string().max(3)),
		],
	),
	sample(z.literal([1, "one"]), fc.constantFrom(1, "one"), () => [
		fits("one more", z.literal([1, "one", true])),
		refuses("one less", z.literal(1)),
		refuses("any text", z.string()),
	]),
	sample(z.boolean(), fc.boolean(), () => [
		fits("both", z.literal([false, true])),
		refuses("true", z.literal(true)),
		refuses("another type", z.enum(["true", "false"])),
	]),
);
