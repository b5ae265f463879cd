import type { Contract } from "./contract";

/** The bus rule of a listener: the consumed events, from anybody but the service itself. */
export function eventPattern({
	name,
	consumes,
}: Pick<Contract, "name" | "consumes">): string {
	return JSON.stringify({
		source: [{ "anything-but": [name] }],
		"detail-type": Object.keys(consumes).sort(),
	});
}
