/**
 * What a region knows of the health of an external system. Closed: calls are made. Open: none is, so that neither side wastes
 * its time. Half-open: one is, to see.
 */
export interface Breaker {
	state: "closed" | "open" | "half-open";
	/** Calls in a row that failed. */
	failures: number;
	/** Ms; since when no call is made. */
	openedAt?: number;
	/** Ms; a probe that has not ended by then has died. */
	probeUntil?: number;
	/** The last changes of its state, the latest first: for people on call. */
	changes: readonly { to: Breaker["state"]; at: number }[];
}

export const newBreaker: Breaker = {
	state: "closed",
	failures: 0,
	changes: [],
};

/** Failures in a row that open it. */
export const tolerated = 5;
/** Ms for which it stays open at least. */
export const coolDown = 30_000;
/** Ms that a probe may take: longer than any call with all its repetitions. */
export const probeLife = 60_000;
const keptChanges = 10;

/** Whether a call may be made that is no probe. */
export const isClosed = ({ state }: Breaker): boolean => state === "closed";

/** What the breaker is once somebody has begun to probe; undefined where nobody may. */
export function probing(before: Breaker, now: number): Breaker | undefined {
	const { state, openedAt = 0, probeUntil = 0 } = before;
	const mayProbe =
		(state === "open" && now >= openedAt + coolDown) ||
		(state === "half-open" && now >= probeUntil);
	if (!mayProbe) return undefined;
	return { ...moved(before, "half-open", now), probeUntil: now + probeLife };
}

/** The system has answered, whatever it said. A call that began before the breaker opened tells nothing of now. */
export function afterAnswer(
	before: Breaker,
	now: number,
	{ isProbe }: { isProbe: boolean },
): Breaker {
	if (isClosed(before))
		return before.failures === 0 ? before : { ...before, failures: 0 };
	if (!isProbe || before.state !== "half-open") return before;
	return { ...newBreaker, changes: moved(before, "closed", now).changes };
}

/** The system did not answer, or that it cannot. */
export function afterFailure(
	before: Breaker,
	now: number,
	{ isProbe }: { isProbe: boolean },
): Breaker {
	const failures = before.failures + 1;
	const opens = isClosed(before)
		? failures >= tolerated
		: isProbe && before.state === "half-open";
	if (opens) {
		const { probeUntil: _, ...open } = moved(before, "open", now);
		return { ...open, failures, openedAt: now };
	}
	return isClosed(before) ? { ...before, failures } : before;
}

function moved(before: Breaker, to: Breaker["state"], at: number): Breaker {
	const changes = [{ to, at }, ...before.changes].slice(0, keptChanges);
	return { ...before, state: to, changes };
}
