/** What a stack's functions are called: their names stand in logs and faults, and lead from a fault back to the function. */
export interface Names {
	project: string;
	stack: string;
}

export function functionName(
	{ project, stack }: Names,
	service: string,
	kind: string,
): string {
	return `${project}-${stack}-${service}-${kind}`;
}

/** The service of such a name; of another name, all of it. */
export function serviceOf(name: string, { project, stack }: Names): string {
	const start = `${project}-${stack}-`;
	if (!name.startsWith(start)) return name;
	return name.slice(start.length).replace(/-[a-z]+$/, "");
}

const deadLetters = "-dead-letters";

/** The queue of what a function could not handle, or was never given. */
export function deadLettersOf(functionName: string): string {
	return `${functionName}${deadLetters}`;
}

/** Whose dead letters a queue keeps; undefined where it is another queue. */
export function functionOf(queueName: string): string | undefined {
	return queueName.endsWith(deadLetters)
		? queueName.slice(0, -deadLetters.length)
		: undefined;
}
