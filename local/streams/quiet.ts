/** Knows when all activities have looked for work and found none, counted in ticks instead of time. */
export interface Quiet {
	/** A tick, to be taken before an activity looks for work. */
	tick(): number;
	/** The activity looked at this tick and found nothing to do; 0: it is busy. */
	set(activity: string, since: number): void;
	remove(activity: string): void;
	/** Resolves when every activity has looked since this call and found nothing. */
	wait(): Promise<void>;
	/** Lets all who wait go: nothing will look any more. */
	close(): void;
}

export function createQuiet(): Quiet {
	let ticks = 0;
	let isClosed = false;
	const quietSince = new Map<string, number>();
	const waiting = new Set<{ after: number; resolve: () => void }>();

	function settle(): void {
		for (const waiter of [...waiting]) {
			const isQuiet = [...quietSince.values()].every(
				(since) => since > waiter.after,
			);
			if (!isQuiet && !isClosed) continue;
			waiting.delete(waiter);
			waiter.resolve();
		}
	}

	return {
		tick: () => ++ticks,
		set(activity, since) {
			quietSince.set(activity, since);
			settle();
		},
		remove(activity) {
			quietSince.delete(activity);
			settle();
		},
		wait: () =>
			new Promise((resolve) => {
				waiting.add({ after: ++ticks, resolve });
				settle();
			}),
		close() {
			isClosed = true;
			settle();
		},
	};
}
