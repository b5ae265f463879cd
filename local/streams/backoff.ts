const firstMs = 50;
const longestMs = 3000; // long enough to spare the machine, short enough to see a mended function at once

/** How long to wait after the nth failed attempt (from 1), in ms: doubling, capped. Without jitter, so that tests can tell it. */
export function backoff(attempt: number): number {
	return Math.min(firstMs * 2 ** (attempt - 1), longestMs);
}
