/** Lets loops sleep and be woken early. */
export interface Bell {
	/** Resolves after so many ms, or when the bell is rung. */
	wait(ms: number): Promise<void>;
	ring(): void;
}

export function createBell(): Bell {
	const sleepers = new Set<() => void>();
	return {
		wait: (ms) =>
			new Promise((resolve) => {
				const wake = () => {
					clearTimeout(timer);
					sleepers.delete(wake);
					resolve();
				};
				const timer = setTimeout(wake, ms);
				sleepers.add(wake);
			}),
		ring: () => {
			for (const wake of [...sleepers]) wake();
		},
	};
}
