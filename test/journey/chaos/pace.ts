import { setTimeout as after } from "node:timers/promises";

/** Waits so many ms, or until it is over. */
export async function pause(ms: number, over?: AbortSignal): Promise<void> {
	await after(ms, undefined, { signal: over }).catch(() => {});
}

/** Does it for each, some at once. */
export async function each<T>(
	items: Iterable<T>,
	atOnce: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	const waiting = items[Symbol.iterator]();
	const worker = async () => {
		for (let next = waiting.next(); !next.done; next = waiting.next())
			await work(next.value);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
