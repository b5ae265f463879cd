import * as z from "zod";
import { Counts } from "./counts";

const failed = z.object({
	message: z.enum(["request failed", "webhook failed"]),
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
		// Nothing lags here: what one region has decided, the other sees.
		if (text.includes("regions decided otherwise")) this.unexplained.add(text);
		if (!text.includes(" failed")) return;
		const line = failed.safeParse(parsed(text));
		if (!line.success) return;
		const { message: what, error } = line.data;
		const reason = `${error.name}: ${error.message}`;
		this.counts.add(`${what}, ${error.name}`);
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
