import type { Registered, Run } from "./run";

/** The resources of one type, such as `Queue`, or of one component type. */
export function ofType({ resources }: Run, type: string): Registered[] {
	return resources.filter((resource) => resource.type.endsWith(`:${type}`));
}

export function named(run: Run, name: string): Registered {
	const found = run.resources.filter(
		(resource) => resource.custom && resource.name === name,
	);
	const [only] = found;
	if (!only || found.length > 1)
		throw new Error(`${found.length} resources are named ${name}`);
	return only;
}

/** What AWS or another provider makes; the rest are components. */
export function custom({ resources }: Run): Registered[] {
	return resources.filter((resource) => resource.custom);
}

/** Names those that do not hold. Without a minimum, a test of nothing would pass. */
export function everyOf(
	resources: readonly Registered[],
	holds: (resource: Registered) => boolean,
	minimumCount: number,
): void {
	expect(resources.length).toBeGreaterThanOrEqual(minimumCount);
	const failing = resources.filter((resource) => !holds(resource));
	expect(failing.map(({ name }) => name)).toEqual([]);
}

/** What `urn` depends on, by name. */
export function dependenciesOf({ dependencies }: Registered): string[] {
	return dependencies.map((urn) => urn.split("::").at(-1) ?? urn).sort();
}

/** A text property; fails where it is something else. */
export function text({ name, inputs }: Registered, property: string): string {
	const value = inputs[property];
	if (typeof value !== "string")
		throw new Error(`${name} has no text in ${property}`);
	return value;
}
