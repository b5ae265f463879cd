/** What befalls an invocation at one of its calls to AWS, counted from 0. */
export interface Mishap {
	at: number;
	/**
	 * `killed`: it goes no further, as on a time-out. `paused`: others run before it goes on. `throttled`: the call is not
	 * done. `lost`: it is done, and only its answer is lost. `denied`: not done, and it never would be. `refused`: some
	 * entries of a PutEvents are.
	 */
	what: "killed" | "paused" | "throttled" | "lost" | "denied" | "refused";
	/** Of `refused`: a bit for each entry. */
	entries?: number;
}

export type Ended<T> =
	| { kind: "answered"; value: T }
	| { kind: "failed"; error: unknown }
	| { kind: "killed" }
	| { kind: "paused" };

/** One run of a function. Each of its calls to AWS goes through {@link call}, where its mishap waits for it. */
export class Invocation<T> {
	/** What it did, in words. */
	readonly effects: string[] = [];
	private calls = 0;
	private killed = false;
	private outcome: Promise<Ended<T>> = never();
	private stopped = signal<Ended<T>>();
	private resumed = signal<true>();

	constructor(private readonly mishap?: Mishap) {
		this.resumed.give(true);
	}

	/** Runs until it answers, dies or is paused. */
	start(body: () => Promise<T>): Promise<Ended<T>> {
		this.outcome = body().then(
			(value): Ended<T> => ({ kind: "answered", value }),
			(error: unknown): Ended<T> => ({ kind: "failed", error }),
		);
		return this.untilNext();
	}

	/** Goes on after a pause. */
	resume(): Promise<Ended<T>> {
		this.stopped = signal<Ended<T>>();
		this.resumed.give(true);
		return this.untilNext();
	}

	readonly call = async <R>(
		name: string,
		run: (refused: number) => R,
	): Promise<R> => {
		const mishap = this.calls++ === this.mishap?.at ? this.mishap : undefined;
		if (mishap?.what === "paused") this.stop("paused", name);
		if (mishap?.what === "killed") this.stop("killed", name);
		await this.resumed.promise;
		if (this.killed) return never();
		switch (mishap?.what) {
			case "throttled":
				throw this.failure(name, "ThrottlingException");
			case "denied":
				throw this.failure(name, "AccessDeniedException");
			case "lost":
				run(0);
				throw this.failure(name, "TimeoutError");
			case "refused":
				if (name === "PutEvents") return run(mishap.entries ?? 1);
				throw this.failure(name, "ThrottlingException");
			default:
				return run(0);
		}
	};

	private async untilNext(): Promise<Ended<T>> {
		const ended = await Promise.race([this.outcome, this.stopped.promise]);
		// What is under way inside the function comes to its next call, and waits there.
		await new Promise(setImmediate);
		if (this.mishap?.what !== "killed" || this.killed) return ended;
		this.effects.push("killed before it answers");
		return { kind: "killed" };
	}

	private stop(kind: "killed" | "paused", name: string): void {
		this.effects.push(`${kind} before ${name}`);
		this.killed = kind === "killed";
		if (kind === "paused") this.resumed = signal<true>();
		this.stopped.give({ kind });
	}

	private failure(name: string, error: string): Error {
		this.effects.push(`${name}: ${error}`);
		return Object.assign(new Error(error), { name: error });
	}
}

function signal<V>() {
	let give: (value: V) => void = () => {};
	const promise = new Promise<V>((resolve) => {
		give = resolve;
	});
	return { promise, give };
}

function never<V>(): Promise<V> {
	return new Promise(() => {});
}
