export interface Strays {
	/** Ends the collecting, after the event loop has reported the last of them. */
	end(): Promise<unknown[]>;
}

/**
 * Collects unhandled rejections while a program runs. Under mocks a failing resource that nothing depends on appears
 * only there, in dozens of copies; so do errors in an `apply` that nobody waits for.
 */
export function collectStrays(): Strays {
	const strays = new Map<Promise<unknown>, unknown>();
	const add = (reason: unknown, promise: Promise<unknown>) => {
		strays.set(promise, reason);
	};
	// Somebody waited after all, only later.
	const remove = (promise: Promise<unknown>) => {
		strays.delete(promise);
	};
	process.on("unhandledRejection", add);
	process.on("rejectionHandled", remove);
	return {
		async end() {
			// Node reports a rejection after the turn in which it stayed unhandled.
			await new Promise((resolve) => setImmediate(resolve));
			await new Promise((resolve) => setImmediate(resolve));
			process.off("unhandledRejection", add);
			process.off("rejectionHandled", remove);
			return [...strays.values()];
		},
	};
}
