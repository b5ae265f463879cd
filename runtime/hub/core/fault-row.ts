import { v7 as uuidv7 } from "uuid";
import type { Claim, Envelope } from "../../core/envelope";
import type { Fault } from "../../core/faults";
import { joined } from "../../core/joined";
import type { Row } from "../../core/rows";

/** What became of a fault that was sent again. */
export interface LastResubmission {
	/** Ms. */
	at: number;
	outcome: "done" | "failed" | "retryable";
	/** Ids of other faults that are left of it, where it stood for several rules. */
	became?: string[];
}

/** A fault as the table of its region keeps it. */
export type FaultRow = Row<{
	/** The service. */
	source: string;
	rule: string;
	function: string;
	error: Fault["error"];
	/** JSON: maps in a row are less deep than what they may have to hold. */
	record?: string;
	/** Where the whole fault is, record and all, if that is large. */
	claim?: Claim;
	tags: Envelope["tags"];
	/** Invocations that failed of it. */
	attempts: number;
	/** Ms. */
	firstSeen: number;
	lastSeen: number;
	status: "open" | "resubmitted" | "discarded";
	resubmission?: LastResubmission;
}>;

/** A fault as it comes: of a large one the record is elsewhere. */
export type ReceivedFault = Envelope & {
	fault: Omit<Fault, "record"> & { record?: unknown };
};

/** Seconds for which a settled fault is kept; an open one stays until it is settled. */
const settledFor = 90 * 24 * 60 * 60;

export const faultKey = (id: string) => ({ pk: id, sk: "fault" });

/** In gsi2: what the faults of a service start with; their time follows. */
export const faultsOf = (source: string) => joined(source, "");

/** One more invocation failed of it. Attempts come in any order: each counts, and the latest says what the fault is. */
export function afterAttempt(
	before: FaultRow | undefined,
	event: ReceivedFault,
	region: string,
): FaultRow {
	const { id, timestamp, tags, fault, s3 } = event;
	const { source = "unknown" } = tags;
	const latest = {
		data: joined(source, new Date(timestamp).toISOString()),
		source,
		rule: fault.rule,
		function: fault.function,
		error: fault.error,
		...(s3 ? { claim: s3 } : { record: JSON.stringify(fault.record) }),
		tags,
		lastSeen: timestamp,
	};
	const first: Unstamped = before ?? {
		...faultKey(id),
		...latest,
		discriminator: "fault",
		awsregion: region,
		attempts: 0,
		firstSeen: timestamp,
		status: "open",
	};
	const { ttl: _, record, claim, ...rest } = first;
	const isLatest = timestamp >= rest.lastSeen;
	return stamped({
		...rest,
		...(isLatest ? latest : { record, claim }),
		attempts: rest.attempts + 1,
		firstSeen: Math.min(rest.firstSeen, timestamp),
		status: "open",
	});
}

/**
 * It was sent again. It is settled if all went well, or if what is left of it are other faults. That a further attempt has
 * come in meanwhile is seen by the row's version: then the fault stays as it is.
 */
export function afterResubmission(
	before: FaultRow,
	resubmission: LastResubmission,
): FaultRow {
	const isSettled =
		resubmission.outcome === "done" ||
		(resubmission.became !== undefined && resubmission.outcome === "failed");
	const { ttl: _, ...rest } = before;
	return stamped({
		...rest,
		resubmission,
		...(isSettled
			? {
					status: "resubmitted",
					ttl: Math.ceil(resubmission.at / 1000) + settledFor,
				}
			: { status: "open" }),
	});
}

/** Somebody has looked at it and decided that it is not to be done. */
export function afterDiscard(before: FaultRow, at: number): FaultRow {
	const ttl = Math.ceil(at / 1000) + settledFor;
	return stamped({ ...before, status: "discarded", ttl });
}

type Unstamped = Omit<FaultRow, "timestamp" | "changeId">;

/** Every write is a version of its own. */
function stamped(row: Unstamped): FaultRow {
	return { ...row, timestamp: row.lastSeen, changeId: uuidv7() };
}
