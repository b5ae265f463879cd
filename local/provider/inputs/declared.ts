import declared from "./declared.json";

/** What an input may be: as @pulumi/aws declares it, but for what only its compiler can tell apart. */
export type Kind =
	| "string"
	| "number"
	| "boolean"
	| "any"
	| { list: Kind }
	| { map: Kind }
	| { object: string };

export interface Shape {
	required?: readonly string[];
	inputs: Readonly<Record<string, Kind>>;
}

export interface Declared {
	/** Of @pulumi/aws. */
	version: string;
	/** By Pulumi's type token. */
	types: Readonly<Record<string, Shape>>;
	/** What types are made of, by the name in @pulumi/aws's `types/input`. */
	objects: Readonly<Record<string, Shape>>;
}

/** Made by `npm run inputs`. */
export const { version, types, objects } = declared as unknown as Declared;
