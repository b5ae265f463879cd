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
	/** URNs: it is replaced with any of them. */
	replaceWith: string[];
	/** It is replaced when this changes. */
	replacementTrigger?: unknown;
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

/** What a function's archive is made of. */
export interface BundleRecord {
	/** Sum of the files, not compressed. */
	bytes: number;
	/** By path, a hash; by package, its version. */
	sources: Record<string, string>;
}

/** JSON Schema. */
export type Schema = Record<string, unknown>;

/** What a service says of itself, as plain JSON: schemas are JSON Schema. */
export interface ContractRecord {
	name: string;
	kind: string;
	owner: string;
	produces: Record<string, EventRecord>;
	consumes: Record<string, EventRecord>;
	api: Record<string, RouteRecord>;
	webhooks: Record<string, RouteRecord>;
	/** By name, whatever the contract says of it. */
	rules: Record<string, unknown>;
	jobs: Record<string, unknown>;
	systems: Record<string, unknown>;
	rows: Record<string, RowRecord>;
}

export interface RowRecord {
	schema: Schema;
	/** Seconds. */
	expireAfter?: number;
	/** Its kind, its sensitive fields, and whatever else the contract says of it. */
	terms: Record<string, unknown>;
}

export interface EventRecord {
	schema: Schema;
	/** Whatever else the contract says of it. */
	terms: Record<string, unknown>;
}

export interface RouteRecord {
	query?: Schema;
	body?: Schema;
	response?: Schema;
	terms: Record<string, unknown>;
}

/** All that is compared of one tree and stack. */
export interface Recording {
	resources: Registered[];
	warnings: string[];
	contracts: ContractRecord[];
	/** By the input that names the archive. */
	bundles: Record<string, BundleRecord>;
	/** Of the services and the runtime, a hash by path. */
	sources: Record<string, string>;
	/** Of esbuild, which makes the bundles. */
	bundler: string;
	regions: string[];
	/** Names of resources whose replacement or deletion the stack's file allows. */
	replacements: string[];
	/** The settings of the AWS provider, by their whole key, such as `aws:profile`. */
	providerSettings: Record<string, string>;
	/** Settings that are encrypted, and so not read. */
	concealedSettings: string[];
}

/** What an evaluation ends with. */
export type Outcome =
	| { recording: Recording }
	/** As Pulumi would show it: a user's mistake by its sentence, anything else with its stack. */
	| { failure: string };
