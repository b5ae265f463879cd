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
	/** Inputs that would be dropped without a word. */
	withoutEffect(inputs: Properties): string[];
	/** Whether the change needs a new resource; the old one is deleted first, for names are unique. */
	replaces(before: Properties, after: Properties): boolean;
	create(inputs: Properties, context: Context): Promise<Known>;
	update(inputs: Properties, before: Known, context: Context): Promise<Known>;
	delete(known: Known, context: Context): Promise<void>;
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
	delete(before: Before<z.output<Schema>>, context: Context): Promise<void>;
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

	return {
		namedBy: definition.namedBy,
		withoutEffect: (inputs) =>
			Object.keys(inputs).filter((name) => !expected.has(name)),
		replaces: (before, after) =>
			!update ||
			["region", ...replaceOn].some(
				(name) => !sameValue(before[name], after[name]),
			),
		async create(inputs, context) {
			const made = await definition.create(read(schema, inputs), context);
			return { ...made, inputs };
		},
		async update(inputs, before, context) {
			if (!update) throw new Error("This type is replaced, not updated");
			const made = await update(read(schema, inputs), parsed(before), context);
			return { ...made, inputs };
		},
		delete: (known, context) => definition.delete(parsed(known), context),
	};
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
