/**
 * The part of zod that contracts are written in. What is missing here (transforms, dates, unions
 * without a discriminator, ...) cannot be compared or drawn as JSON Schema, so it is not offered.
 * Named exports, not zod's own `z`: that object keeps every locale in a bundle (454 KB, not 85).
 */

export type { infer, input, output, ZodType } from "zod";
export {
	array,
	boolean,
	discriminatedUnion,
	email,
	enum,
	int,
	literal,
	nullable,
	number,
	object,
	optional,
	record,
	string,
	url,
	uuid,
} from "zod";
export * as iso from "./iso";
