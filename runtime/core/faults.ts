import type { Envelope, Tags } from "./envelope";
import { hashId, hashValue } from "./hash";

/** The rule of a fault where nobody knows which one failed: resubmitting runs them all. */
export const allRules = "*";

/** Bytes as JSON of an error's message or stack, and of its name: a fault is about the record, and has to fit into an event and a row. */
const longestText = 4000;
const longestName = 128;

/** What went wrong, and all that is needed to do it again. */
export interface Fault {
	error: { name: string; message: string; stack?: string };
	/** The rule that failed; its name is permanent. */
	rule: string;
	function: string;
	/** One try of one invocation: a second one raises the fault's attempts. */
	attempt: string;
	/** The record as the function got it. */
	record: unknown;
}

export interface FaultOf {
	rule: string;
	error: unknown;
	/** The event that failed; where there is none that can be read, the record's body counts. */
	event?: { id: string; partitionKey: string; tags: Tags } | undefined;
	record: unknown;
}

export type FaultEvent = Envelope & { fault: Fault };

/** An error that became an event. Its id is that of the event, service and rule: the same failure again is the same fault. */
export function faultEvent(
	{ rule, error, event, record }: FaultOf,
	origin: {
		service: string;
		functionName: string;
		invocationId: string;
		now: number;
	},
): FaultEvent {
	const { service, functionName, invocationId, now } = origin;
	const id = hashId("fault", event?.id ?? hashValue(record), service, rule);
	return {
		id,
		type: "fault",
		timestamp: now,
		partitionKey: event?.partitionKey ?? id,
		tags: { ...causes(event), rule },
		fault: {
			error: describe(error),
			rule,
			function: functionName,
			attempt: invocationId,
			record,
		},
	};
}

function causes(event: FaultOf["event"]): Tags {
	if (!event) return {};
	const { correlationId, traceparent, hops } = event.tags;
	return { causationId: event.id, correlationId, traceparent, hops };
}

function describe(error: unknown): Fault["error"] {
	if (!(error instanceof Error))
		return { name: "Error", message: shortened(error) };
	const { name, message, stack } = error;
	return {
		name: shortened(name, longestName),
		message: shortened(message),
		...(stack && { stack: shortened(stack) }),
	};
}

/** In JSON a character may be six bytes. */
function shortened(text: unknown, longest = longestText): string {
	const whole = String(text);
	if (jsonBytes(whole) <= longest) return whole;
	// A half of a pair of characters has six bytes, too.
	let short = whole.slice(0, longest);
	while (jsonBytes(short) > longest) short = short.slice(0, short.length / 2);
	return `${short}…`;
}

const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

/** A fault in a line. */
export interface FaultSummary {
	id: string;
	rule: string;
	error: string;
	correlationId: string | undefined;
}

/** What the log keeps of a fault. */
export function faultSummary({ id, fault, tags }: FaultEvent): FaultSummary {
	const { rule, error } = fault;
	const { correlationId } = tags;
	return { id, rule, error: `${error.name}: ${error.message}`, correlationId };
}
