// The comparison operators of a filter pattern: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax

import { UserError } from "../user-error";

/** Judges the values found at one path of an event: none if it is absent, several if it is a list. */
export type Test = (values: unknown[]) => boolean;

type Compile = (operand: unknown, fail: Fail) => Test;
type Fail = (expected: string) => Error;

const operators: Record<string, Compile> = {
	prefix: anyText((text, operand) => text.startsWith(operand)),
	suffix: anyText((text, operand) => text.endsWith(operand)),
	"equals-ignore-case": anyText(
		(text, operand) => text.toLowerCase() === operand.toLowerCase(),
	),
	exists: (operand, fail) => {
		if (typeof operand !== "boolean") throw fail("true or false");
		return (values) => values.length > 0 === operand;
	},
	numeric: (operand, fail) => {
		const compare = comparison(operand, fail);
		// A DynamoDB number is text in the event ({"N": "5"}), so this never matches one; nor does it on AWS.
		return (values) =>
			values.some((value) => typeof value === "number" && compare(value));
	},
	"anything-but": (operand, fail) => {
		const excluded = exclusion(operand, fail);
		return (values) => values.some((value) => !excluded([value]));
	},
};

/** One element of a leaf's list: a value to equal, or an object with one operator. */
export function compileOperator(rule: unknown, path: string): Test {
	if (typeof rule !== "object" || rule === null) {
		return (values) => values.includes(rule);
	}
	const [entry, ...more] = Object.entries(rule);
	if (!entry || more.length > 0) {
		throw new UserError(`Filter ${path}: expected one operator in an object`);
	}
	const [name, operand] = entry;
	const compile = Object.hasOwn(operators, name) ? operators[name] : undefined;
	if (!compile) {
		throw new UserError(
			`Filter ${path}: unknown operator "${name}"; known are ${Object.keys(operators).join(", ")}`,
		);
	}
	return compile(
		operand,
		(expected) =>
			new UserError(`Filter ${path}: "${name}" expects ${expected}`),
	);
}

function anyText(test: (text: string, operand: string) => boolean): Compile {
	return (operand, fail) => {
		if (typeof operand !== "string") throw fail("a string");
		return (values) =>
			values.some((value) => typeof value === "string" && test(value, operand));
	};
}

function exclusion(operand: unknown, fail: Fail): Test {
	const listed = Array.isArray(operand) ? operand : [operand];
	if (listed.length > 0 && listed.every(isTextOrNumber)) {
		return (values) => values.some((value) => listed.includes(value));
	}
	const [[name, text] = [], ...more] = Object.entries(operand ?? {});
	if ((name === "prefix" || name === "suffix") && more.length === 0) {
		return compileOperator({ [name]: text }, "anything-but");
	}
	throw fail("strings, numbers, a prefix or a suffix");
}

function comparison(operand: unknown, fail: Fail): (value: number) => boolean {
	const expected = 'pairs such as [">", 0, "<=", 5]';
	if (!Array.isArray(operand) || operand.length === 0) throw fail(expected);
	const tests: ((value: number) => boolean)[] = [];
	for (let i = 0; i < operand.length; i += 2) {
		const limit: unknown = operand[i + 1];
		if (typeof limit !== "number") throw fail(expected);
		const test = comparisons.get(operand[i]);
		if (!test) throw fail(expected);
		tests.push((value) => test(value, limit));
	}
	return (value) => tests.every((test) => test(value));
}

const comparisons = new Map<unknown, (a: number, b: number) => boolean>([
	["=", (a, b) => a === b],
	["<", (a, b) => a < b],
	["<=", (a, b) => a <= b],
	[">", (a, b) => a > b],
	[">=", (a, b) => a >= b],
]);

function isTextOrNumber(value: unknown): boolean {
	return typeof value === "string" || typeof value === "number";
}
