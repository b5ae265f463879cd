import { createHash } from "node:crypto";
import type { Properties } from "./handler";

/** The name that a resource gets when the program leaves it open: the same at every start, unlike the engine's random one. */
export function autoName(
	type: string,
	logicalName: string,
	inputs: Properties,
	/** Where others have resources of the same logical name, too. */
	stack = "",
): string {
	const prefix = inputs.namePrefix ?? inputs.bucketPrefix;
	const start = typeof prefix === "string" ? prefix : `${logicalName}-`;
	const suffix = inputs.fifoQueue === true ? ".fifo" : ""; // SQS insists
	return `${start}${shortHash(type, logicalName, ...(stack ? [stack] : []))}${suffix}`;
}

function shortHash(...parts: string[]): string {
	return stableId(...parts).slice(0, 7);
}

/** Hexadecimal, 64 digits, the same for the same parts. */
export function stableId(...parts: string[]): string {
	return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
