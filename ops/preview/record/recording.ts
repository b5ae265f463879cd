/** A resource as the program registered it. */
export interface Registered {
	/** As the engine makes it: with the types of all parents. */
	urn: string;
	type: string;
	name: string;
	custom: boolean;
	/** Archives as their path, what a preview does not know as {@link unknown}. */
	inputs: Record<string, unknown>;
	/** URN; empty for the stack. */
	parent: string;
	protect: boolean;
	retainOnDelete: boolean;
	/** URNs. */
	dependencies: string[];
	/** URNs, by input. */
	propertyDependencies: Record<string, string[]>;
	provider: string;
	ignoreChanges: string[];
	replaceOnChanges: string[];
	aliases: Alias[];
}

/** What the resource may be called in the state; what is missing is as it is now. */
export type Alias =
	| { urn: string }
	| {
			name?: string;
			type?: string;
			/** URN; null is the stack. */
			parent?: string | null;
	  };

export interface Run {
	resources: Registered[];
	/** Only those that are known. */
	outputs: Record<string, unknown>;
	warnings: string[];
}

/** Stands for what is known after a deployment only. */
export const unknown = "<unknown>";
