import * as z from "zod";
import { Counts } from "./counts";

const failed = z.object({
	message: z.literal("request failed"),
	error: z.looseObject({ name: z.string(), message: z.string() }),
});

/** What calls of AWS end with while they are failed on purpose, once the SDK has given up. */
const injected =
	/^(ThrottlingException|ProvisionedThroughputExceededException|InternalServerError|SlowDown|TimeoutError|Retryable|Error: (read ECONNRESET|socket hang up|aborted))/;

/** Why commands were answered with an error of the server's, read from the functions' logs as they come. */
export class Reasons {
	readonly counts = new Counts();
	/** Errors that nothing explains which was injected: bugs. */
	readonly unexplained = new Set<string>();

	/** Takes any function's log line. */
	hear(text: string): void {
		if (!text.includes("request failed")) return;
		const line = failed.safeParse(parsed(text));
		if (!line.success) return;
		const { name, message } = line.data.error;
		const reason = `${name}: ${message}`;
		this.counts.add(`request failed, ${name}`);
		if (!injected.test(reason)) this.unexplained.add(reason);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
