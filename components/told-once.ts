import { RunError } from "@pulumi/pulumi/errors";

/**
 * A mistake of the user on which many resources wait: told once and without a stack. Pulumi would put the property's name
 * before the message at each of them, and inspect the stack.
 */
export class ToldOnce extends RunError {
	constructor(text: string) {
		super(text);
		Object.defineProperties(this, {
			message: { get: () => text, set: () => {} },
			stack: { value: undefined },
		});
	}
}
