import type { Problem, Properties } from "../../resources/handler";
import type { IsOpen } from "../inputs/type-problems";
import { isObject, spelt } from "../values";

/** What the real provider, or AWS, refuses of a resource's inputs. It says nothing of what is not known yet. */
export interface Rule {
	/** What must be so, for people. */
	says: string;
	/** Whether it has anything to say of these inputs: what it looks at is there and known. */
	applies(inputs: Properties, isOpen: IsOpen): boolean;
	problems(inputs: Properties, isOpen: IsOpen): Problem[];
}

interface Found {
	path: PropertyKey[];
	value: unknown;
}

/** The values at a path such as `filterCriteria.filters[].pattern`: those that are there and known. */
function valuesAt(inputs: Properties, path: string, isOpen: IsOpen): Found[] {
	let found: Found[] = [{ path: [], value: inputs }];
	for (const step of path.split(".")) {
		const key = step.replace("[]", "");
		found = found.flatMap(({ path, value }) =>
			isObject(value) ? [{ path: [...path, key], value: value[key] }] : [],
		);
		if (step.endsWith("[]"))
			found = found.flatMap(({ path, value }) =>
				Array.isArray(value)
					? value.map((each, i) => ({ path: [...path, i], value: each }))
					: [],
			);
		found = found.filter(
			({ value }) => value !== undefined && value !== null && !isOpen(value),
		);
	}
	return found;
}

/** A rule about single values. */
export function each(
	path: string,
	says: string,
	isRight: (value: unknown) => boolean,
): Rule {
	return {
		says: `${path} ${says}`,
		applies: (inputs, isOpen) => valuesAt(inputs, path, isOpen).length > 0,
		problems: (inputs, isOpen) =>
			valuesAt(inputs, path, isOpen)
				.filter(({ value }) => !isRight(value))
				.map(({ path, value }) => ({
					path,
					message: `${says}, and is ${spelt(value)}`,
				})),
	};
}

/** In whole numbers. */
export const between = (path: string, min: number, max: number) =>
	each(path, `must be ${min} to ${max}`, (value) => {
		const number = Number(value);
		return Number.isInteger(number) && number >= min && number <= max;
	});

export const atLeast = (path: string, min: number) =>
	each(path, `must be at least ${min}`, (value) => Number(value) >= min);

export const oneOf = (path: string, values: readonly (string | number)[]) =>
	each(path, `must be one of ${values.join(", ")}`, (value) =>
		values.some((legal) => String(legal) === String(value)),
	);

/** In characters. */
export const length = (path: string, min: number, max: number) =>
	each(path, `must have ${min} to ${max} characters`, (value) => {
		const { length } = String(value);
		return length >= min && length <= max;
	});

export const matches = (path: string, pattern: RegExp, says: string) =>
	each(path, says, (value) => pattern.test(String(value)));

export const items = (path: string, min: number, max: number) =>
	each(
		path,
		`must have ${min} to ${max} items`,
		(value) =>
			!Array.isArray(value) || (value.length >= min && value.length <= max),
	);

export const anArn = /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws)?:.+$/;

export const arn = (path: string) => matches(path, anArn, "must be an ARN");

/** Texts that AWS reads as JSON; Pulumi takes some of them as objects, too. */
export const json = (path: string, max = Number.MAX_SAFE_INTEGER) =>
	each(
		path,
		max < Number.MAX_SAFE_INTEGER
			? `must be JSON of at most ${max} characters`
			: "must be JSON",
		(value) =>
			parsed(value) !== undefined &&
			(typeof value !== "string" || value.length <= max),
	);

/** The same rules of an input whose empty text the provider takes, and does not send. */
export const orEmpty = (path: string, rules: readonly Rule[]): Rule[] =>
	rules.map((rule) => ({
		...rule,
		problems: (inputs, isOpen) =>
			inputs[path] === "" ? [] : rule.problems(inputs, isOpen),
	}));

/** A rule about the inputs together. */
export function together(
	says: string,
	paths: readonly string[],
	isRight: (values: (path: string) => unknown) => boolean,
): Rule {
	const known = (inputs: Properties, isOpen: IsOpen) => (path: string) =>
		valuesAt(inputs, path, isOpen)[0]?.value;
	/** What is not known yet may be whatever makes it right. */
	const isDecided = (inputs: Properties, isOpen: IsOpen) =>
		!paths.some((path) => {
			const [first = ""] = path.split(".");
			return holdsOpen(inputs[first], isOpen);
		});
	return {
		says,
		applies: (inputs, isOpen) =>
			isDecided(inputs, isOpen) &&
			paths.some((path) => valuesAt(inputs, path, isOpen).length > 0),
		problems: (inputs, isOpen) =>
			isDecided(inputs, isOpen) && !isRight(known(inputs, isOpen))
				? [{ path: [paths[0]?.split(".")[0] ?? ""], message: says }]
				: [],
	};
}

export const conflict = (...paths: string[]) =>
	together(
		`only one of ${paths.join(", ")} may be set`,
		paths,
		(value) => paths.filter((path) => value(path) !== undefined).length <= 1,
	);

export const exactlyOne = (...paths: string[]) =>
	together(
		`exactly one of ${paths.join(", ")} must be set`,
		paths,
		(value) => paths.filter((path) => value(path) !== undefined).length === 1,
	);

export const requires = (path: string, other: string) =>
	together(
		`${path} needs ${other}`,
		[path, other],
		(value) => value(path) === undefined || value(other) !== undefined,
	);

function holdsOpen(value: unknown, isOpen: IsOpen): boolean {
	if (isOpen(value)) return true;
	if (typeof value !== "object" || value === null) return false;
	return Object.values(value).some((each) => holdsOpen(each, isOpen));
}

/** Undefined where it is no JSON. */
export function parsed(value: unknown): unknown {
	if (typeof value !== "string") return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}
