import { RunError } from "@pulumi/pulumi/errors";
import type { Message } from "esbuild";

const SHOWN = 10;

/** A mistake in the user's code: told without a stack. */
export class BundleError extends RunError {
	override name = "BundleError";

	constructor(text: string) {
		super(text);
		// All resources that wait for the code fail with this one error: Pulumi would put the property's name before the
		// message at each of them, and inspect the stack.
		Object.defineProperties(this, {
			message: { get: () => text, set: () => {} },
			stack: { value: undefined },
		});
	}

	static from(messages: Message[]): BundleError {
		const lines = messages.slice(0, SHOWN).map(describe);
		const hidden = messages.length - lines.length;
		if (hidden > 0) lines.push(`and ${hidden} more`);
		return new BundleError(lines.join("\n"));
	}
}

function describe({ location, text }: Message): string {
	if (!location) return text;
	const { file, line, column, lineText } = location;
	// esbuild counts columns from 0, editors that open file:line:column from 1.
	return `${file}:${line}:${column + 1}: ${text}\n    ${lineText.trim()}`;
}
