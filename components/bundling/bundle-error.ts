import type { Message } from "esbuild";
import { ToldOnce } from "../told-once";

const SHOWN = 10;

/** A mistake in the user's code, for which all functions wait. */
export class BundleError extends ToldOnce {
	override name = "BundleError";

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
