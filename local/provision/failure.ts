import { sentence, UserError } from "../user-error";

/** A resource that could not be created, updated or deleted, and what was answered. */
export interface Failure {
	type: string;
	name: string;
	reason: string;
	/** What was thrown, with its stack if it is a bug. */
	cause?: unknown;
}

export class ProvisionError extends UserError {
	constructor(readonly failures: readonly Failure[]) {
		super(failures.map((f) => `${f.type} ${f.name}: ${f.reason}`).join("\n"));
	}
}

/**
 * What an evaluation that went wrong is to be reported as. Each failed resource appears in `errors` too, often many
 * times and reworded; anything else there is the program's own error, and is never hidden behind them.
 */
export function toError(
	failures: readonly Failure[],
	errors: readonly unknown[],
): Error | undefined {
	const own = errors.filter(
		(error) => !failures.some(({ reason }) => sentence(error).includes(reason)),
	);
	if (failures.length > 0) {
		const others = new Set(own.map(sentence));
		const program = [...others].map((reason) => ({
			type: "the program",
			name: "itself",
			reason,
		}));
		return new ProvisionError([...failures, ...program]);
	}
	const [first] = own;
	if (own.length === 0) return undefined;
	return first instanceof Error ? first : new Error(String(first));
}
