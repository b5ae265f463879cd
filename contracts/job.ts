/** When a job runs; times are UTC. */
export type Schedule =
	/** Every day, at `"02:30"`. */
	| { daily: string }
	/** Every hour, at this minute. */
	| { hourly: number };

export interface Job {
	/** One line for people on call. */
	summary: string;
	schedule: Schedule;
}

/** What happens by the clock: each period once, whichever region does it, in pages. */
export const job = (spec: Job): Job => spec;
