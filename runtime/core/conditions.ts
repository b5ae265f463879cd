import type { Row } from "./rows";
import type { Condition } from "./store";

export const absent: Condition = { expression: "attribute_not_exists(pk)" };

/** A command's first try, without a read: holds unless the row's clock is ahead of ours or this very change wrote it. */
export function earlierThan(timestamp: number, changeId: string): Condition {
	return {
		expression:
			"attribute_not_exists(pk) OR (#timestamp < :timestamp AND (attribute_not_exists(changeId) OR changeId <> :changeId))",
		names: { "#timestamp": "timestamp" },
		values: { ":timestamp": timestamp, ":changeId": changeId },
	};
}

/** The row is still as it was read. */
export function unchangedSince(current: Row | undefined): Condition {
	if (!current) return absent;
	const { timestamp, changeId } = current;
	const unstamped = timestamp === undefined;
	// DynamoDB refuses a list of values that is empty.
	const values = {
		...(!unstamped && { ":timestamp": timestamp }),
		...(changeId && { ":changeId": changeId }),
	};
	return {
		expression: [
			unstamped
				? "attribute_exists(pk) AND attribute_not_exists(#timestamp)"
				: "#timestamp = :timestamp",
			changeId ? "changeId = :changeId" : "attribute_not_exists(changeId)",
		].join(" AND "),
		names: { "#timestamp": "timestamp" },
		...(Object.keys(values).length > 0 && { values }),
	};
}

/** No row, or one whose clock is behind, or one without a clock: a console or a script wrote it. */
export function before(timestamp: number): Condition {
	return {
		expression: "attribute_not_exists(#timestamp) OR #timestamp < :timestamp",
		names: { "#timestamp": "timestamp" },
		values: { ":timestamp": timestamp },
	};
}

/** The inverse optimistic lock: the row that stands there comes from an event that is less by (timestamp, id). */
export function olderThan(event: { id: string; timestamp: number }): Condition {
	return {
		expression:
			"attribute_not_exists(#timestamp) OR #timestamp < :timestamp OR (#timestamp = :timestamp AND eventId < :id)",
		names: { "#timestamp": "timestamp" },
		values: { ":timestamp": event.timestamp, ":id": event.id },
	};
}

/** A row stands there, and it is less by (timestamp, id): a view has its event's id, any other row its change's. */
export function lesserThan(timestamp: number, id: string): Condition {
	return {
		expression:
			"#timestamp < :timestamp OR (#timestamp = :timestamp AND (changeId < :id OR eventId < :id))",
		names: { "#timestamp": "timestamp" },
		values: { ":timestamp": timestamp, ":id": id },
	};
}
