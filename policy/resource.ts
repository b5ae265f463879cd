/** A resource as a rule sees it, whoever has registered it: Pulumi's engine, or a test. */
export interface Resource {
	urn: string;
	/** Such as `aws:sqs/queue:Queue`. */
	type: string;
	name: string;
	/** What a preview does not know yet is {@link unknown}. */
	inputs: Readonly<Record<string, unknown>>;
	/** Pulumi refuses to delete it. */
	protect: boolean;
	/** URNs. */
	dependencies: readonly string[];
}

/** A value that only AWS knows, as long as the resource is not there. It counts as good: `pulumi up` looks again. */
export const unknown = "<unknown>";

/** What is at a path such as `target.deadLetterConfig.arn`; behind something unknown all is unknown. */
export function at({ inputs }: Resource, path: string): unknown {
	let value: unknown = inputs;
	for (const key of path.split(".")) {
		if (value === unknown) return unknown;
		value = Object(value)[key];
	}
	return value;
}

/** Whether a value, or something in it, is not known yet. */
export function isUnknown(value: unknown): boolean {
	return JSON.stringify(value)?.includes(unknown) ?? false;
}

export function has(resource: Resource, path: string): boolean {
	const value = at(resource, path);
	return value !== undefined && value !== null && value !== "";
}

export function is(resource: Resource, path: string, wanted: unknown): boolean {
	const value = at(resource, path);
	return value === wanted || value === unknown;
}

/** The list at a path; none is an empty one. */
export function list(resource: Resource, path: string): unknown[] {
	const value = at(resource, path);
	return Array.isArray(value) ? value : [];
}
