/**
 * An error that the user can mend: the message says what is wrong, where, and what to do.
 * It carries no stack, so whoever prints it prints only the sentence.
 */
export class UserError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.stack = message;
	}
}

/** The sentence of anything that was thrown. */
export function sentence(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

/** How it is told to the user: a mistake by its sentence, a bug with its stack. */
export function inspect(thrown: unknown): string {
	if (!(thrown instanceof Error)) return String(thrown);
	return thrown instanceof UserError
		? thrown.message
		: (thrown.stack ?? thrown.message);
}
