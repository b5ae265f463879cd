import * as core from "zod/v4/core";
import { type Bound, stricter } from "./bound";
import { type Numeric, type Outside, outside } from "./form";

type Limits = { lower: Bound; upper: Bound; divisors: number[] };

export function readNumber(schema: core.$ZodNumber): Numeric | Outside {
	const { coerce, checks = [] } = schema._zod.def;
	// z.int() is its own first check, z.number().int() has it in the list
	const own = schema instanceof core.$ZodCheckNumberFormat ? [schema] : [];
	const all = [...own, ...checks];
	const integer = all.some(isInteger);
	const limits: Limits = {
		lower: { value: Number.NEGATIVE_INFINITY, exclusive: false },
		upper: { value: Number.POSITIVE_INFINITY, exclusive: false },
		divisors: [],
	};
	const reasons = all.flatMap((check) => readCheck(check, limits) ?? []);
	if (coerce)
		reasons.push("A contract says what is sent: z.number(), not coerced.");
	const { lower, upper, divisors } = limits;
	if (divisors.length > 0 && (!integer || !divisors.every(isDivisor)))
		reasons.push(
			"multipleOf() needs z.int() and a positive integer: validators disagree on decimals, so send minor units (cents).",
		);
	const [divisor = 1, ...more] = divisors;
	if (more.length > 0)
		reasons.push("Write one multipleOf(), with the least common multiple.");
	if (reasons.length > 0) return outside(...reasons);
	const accepts = (value: unknown) => core.safeParse(schema, value).success;
	return { kind: "number", integer, lower, upper, divisor, accepts };
}

/** Adds what a check says to the limits, or returns the sentence that says why it cannot. */
function readCheck(check: core.$ZodCheck, limits: Limits): string | undefined {
	if (isInteger(check)) return undefined;
	if (check instanceof core.$ZodCheckMultipleOf) {
		limits.divisors.push(Number(check._zod.def.value));
		return undefined;
	}
	const isLower = check instanceof core.$ZodCheckGreaterThan;
	if (isLower || check instanceof core.$ZodCheckLessThan) {
		const { value, inclusive } = check._zod.def;
		if (typeof value !== "number" || !Number.isFinite(value))
			return "A bound is a finite number: leave out what does not bound.";
		const bound = { value, exclusive: !inclusive };
		if (isLower) limits.lower = stricter(1, limits.lower, bound);
		else limits.upper = stricter(-1, limits.upper, bound);
		return undefined;
	}
	if (check instanceof core.$ZodCheckNumberFormat)
		return `The format "${check._zod.def.format}" is not in the subset: use z.int() or z.number(), with min() and max().`;
	return "Only bounds, int() and multipleOf() can be compared: move this refinement or transform into the handler.";
}

function isInteger(check: core.$ZodCheck): boolean {
	return (
		check instanceof core.$ZodCheckNumberFormat &&
		check._zod.def.format === "safeint"
	);
}

function isDivisor(value: number): boolean {
	return Number.isSafeInteger(value) && value > 0;
}
