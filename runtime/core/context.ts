import { randomBytes } from "node:crypto";
import type { Tags } from "./envelope";

/**
 * What ties a chain of commands and events together. It is on the row, in the event and in the logs,
 * because bus, queue, stream and replay lose headers.
 */
export interface Context {
	correlationId: string;
	/** The event that caused this; none for a user's command. */
	causationId?: string;
	/** How many events led here: 0 for a user's command. */
	hops: number;
	/** W3C Trace Context. https://www.w3.org/TR/trace-context/#traceparent-header */
	traceparent: string;
}

const validTraceparent =
	/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The context of a user's command; a caller's trace and correlation go on where there are any. */
export function commandContext(
	requestId: string,
	headers: Readonly<Record<string, string | undefined>>,
): Context {
	const given = headers.traceparent ?? "";
	const correlationId = headers["x-correlation-id"]?.slice(0, 128);
	return {
		correlationId: correlationId || requestId,
		hops: 0,
		traceparent: validTraceparent.test(given) ? given : newTraceparent(),
	};
}

/** The context of what an event causes. */
export function contextOf(event: { id: string; tags: Tags }): Context {
	const { correlationId, hops, traceparent } = event.tags;
	return {
		correlationId: correlationId ?? event.id,
		causationId: event.id,
		hops: (hops ?? 0) + 1,
		traceparent: traceparent ?? newTraceparent(),
	};
}

function newTraceparent(): string {
	const id = (bytes: number) => randomBytes(bytes).toString("hex");
	return `00-${id(16)}-${id(8)}-01`;
}
