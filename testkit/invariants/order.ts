import type { Row } from "../../runtime/core/rows";

type Stamped = Pick<Row, "timestamp" | "changeId" | "eventId">;

export function idOf({ changeId, eventId }: Stamped): string {
	return changeId ?? eventId ?? "";
}

/** By (timestamp, id), which is a row's truth: negative where `a` is less. */
export function byStamps(a: Stamped, b: Stamped): number {
	if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
	return idOf(a) < idOf(b) ? -1 : Number(idOf(a) > idOf(b));
}

export function greatest<T extends Stamped>(rows: readonly T[]): T | undefined {
	return rows.reduce<T | undefined>(
		(best, row) => (best && byStamps(best, row) >= 0 ? best : row),
		undefined,
	);
}
