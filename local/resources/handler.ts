import stringify from "safe-stable-stringify";
import * as z from "zod";
import { UserError } from "../user-error";
import type { Context } from "./context";

export type Properties = Record<string, unknown>;

/** A resource that exists: what is needed to compare, update and delete it. */
export interface Known {
	id: string;
	inputs: Properties;
	/** Outputs that are no inputs, such as the ARN. */
	outputs: Properties;
}

export interface Made {
	id: string;
	outputs: Properties;
}

/** One resource type, pure in (inputs, what exists) -> what exists, so that any engine can drive it. */
export interface Handler {
	/** The input that is named automatically where the program leaves it open. */
	namedBy?: string;
	/** Inputs that are carried out here. */
	inputs: readonly string[];
	/** Those whose change needs a new resource here. */
	replaceOn: readonly string[];
	/** Inputs that would be dropped without a word. */
	withoutEffect(inputs: Properties): string[];
	/** What is wrong with the inputs, and where. */
	problems(inputs: Properties): Problem[];
	/** Whether the change needs a new resource; the old one is deleted first, for names are unique. */
	replaces(before: Properties, after: Properties): boolean;
	create(inputs: Properties, context: Context): Promise<Known>;
	update(inputs: Properties, before: Known, context: Context): Promise<Known>;
	/** What it is like now, as far as that can be read; undefined where it is gone. */
	read(known: Known, context: Context): Promise<Known | undefined>;
	delete(known: Known, context: Context): Promise<void>;
}

export interface Problem {
	path: PropertyKey[];
	message: string;
}

export interface Before<Inputs> {
	id: string;
	inputs: Inputs;
}

interface Definition<Schema extends z.ZodObject> {
	/** The inputs that are carried out here, as @pulumi/aws names them. */
	inputs: Schema;
	/** Inputs that mean nothing on this machine. Any others are reported. */
	noEffect?: readonly string[];
	namedBy?: keyof z.output<Schema> & string;
	/** Inputs whose change replaces the resource. Where there is no `update`, every change does. */
	replaceOn?: readonly (keyof z.output<Schema> & string)[];
	create(inputs: z.output<Schema>, context: Context): Promise<Made>;
	update?(
		inputs: z.output<Schema>,
		before: Before<z.output<Schema>>,
		context: Context,
	): Promise<Made>;
	/** What is there now, by the inputs that can be read; it throws, or is undefined, where nothing is. */
	read?(
		before: Before<z.output<Schema>>,
		context: Context,
	): Promise<Found<keyof z.input<Schema>> | undefined>;
	delete(before: Before<z.output<Schema>>, context: Context): Promise<void>;
}

export interface Found<Name extends PropertyKey> {
	inputs?: Partial<Record<Name, unknown>>;
	outputs?: Properties;
}

/** Never worth a word: the region is in the context, the rest is for people and bills. */
const always = ["region", "tags", "description", "forceDestroy", "namePrefix"];

export function handler<Schema extends z.ZodObject>(
	definition: Definition<Schema>,
): Handler {
	const { inputs: schema, replaceOn = [], update } = definition;
	const expected = new Set([
		...Object.keys(schema.shape),
		...(definition.noEffect ?? []),
		...always,
	]);
	const parsed = ({ id, inputs }: Known) => ({
		id,
		inputs: read(schema, inputs),
	});

	const carriedOut = Object.keys(schema.shape);
	const replacing = ["region", ...(update ? replaceOn : carriedOut)];

	return {
		namedBy: definition.namedBy,
		inputs: carriedOut,
		replaceOn: replacing,
		withoutEffect: (inputs) =>
			Object.keys(inputs).filter((name) => !expected.has(name)),
		problems: (inputs) => schema.safeParse(inputs).error?.issues ?? [],
		replaces: (before, after) =>
			replacing.some((name) => !sameValue(before[name], after[name])),
		async create(inputs, context) {
			const made = await definition.create(read(schema, inputs), context);
			return { ...made, inputs };
		},
		async update(inputs, before, context) {
			// What can differ then has no effect.
			if (!update) return { ...before, inputs };
			const made = await update(read(schema, inputs), parsed(before), context);
			return { ...made, inputs };
		},
		async read(known, context) {
			if (!definition.read) return known;
			const found = await unlessGone(async () =>
				definition.read?.(parsed(known), context),
			);
			if (!found) return undefined;
			return {
				id: known.id,
				inputs: drifted(known.inputs, found.inputs ?? {}),
				outputs: { ...known.outputs, ...found.outputs },
			};
		},
		delete: (known, context) => definition.delete(parsed(known), context),
	};
}

/** Undefined where AWS says that there is no such thing; each service has its own word for it. */
export async function unlessGone<T>(
	ask: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await ask();
	} catch (error) {
		const { name } = Object(error);
		if (/NotFound|NoSuch|NonExistent|DoesNotExist/.test(name)) return undefined;
		throw error;
	}
}

/** What the program says, but for what it says and is otherwise. */
function drifted(said: Properties, found: Properties): Properties {
	const others = Object.entries(found).filter(
		([name, value]) =>
			said[name] !== undefined && !sameMeaning(said[name], value),
	);
	return { ...said, ...Object.fromEntries(others) };
}

/** A policy comes back as a text in AWS's own spelling. */
function sameMeaning(a: unknown, b: unknown): boolean {
	return sameValue(a, b) || sameValue(fromJson(a), fromJson(b));
}

function fromJson(value: unknown): unknown {
	if (typeof value !== "string") return value;
	try {
		return JSON.parse(value);
	} catch {
		return value;
	}
}

/** Equal as resource inputs: independent of the order of keys, contents by their hash. */
export function sameValue(a: unknown, b: unknown): boolean {
	return stringify(a) === stringify(b);
}

function read<Schema extends z.ZodObject>(
	schema: Schema,
	inputs: Properties,
): z.output<Schema> {
	const result = schema.safeParse(inputs);
	if (result.success) return result.data;
	throw new UserError(z.prettifyError(result.error));
}

/** A policy or pattern: the program may give it as text or as an object. */
export const jsonText = z.union([
	z.string(),
	z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
]);
