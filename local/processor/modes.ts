import * as z from "zod";

/**
 * How the processor is: `slow` answers later than anybody waits, though it has done what it was asked; `failing` answers 503;
 * `down` neither answers nor tells what it decided; `late` answers at once and takes its time to decide.
 */
export const modeSchema = z.enum(["normal", "slow", "failing", "down", "late"]);

export type Mode = z.infer<typeof modeSchema>;

/** Ms. */
export interface Times {
	/** From a request to what is decided of it. */
	decision: number;
	/** The same, when it is late. */
	late: number;
	/** Until it answers, when it is slow. */
	slow: number;
}

export const usualTimes: Times = {
	decision: 200,
	late: 20_000,
	// The longest that a contract lets a call take is 10 s, the usual 3.
	slow: 4_000,
};
