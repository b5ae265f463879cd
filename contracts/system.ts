import type { ZodType } from "zod";

/** An external system that a service calls, or that calls it. Its address is a setting of the stack, its keys are secrets. */
export interface System {
	/** One line for people on call. */
	summary: string;
	/** Seconds that one call may take; default 3. */
	timeout?: number;
}

export const system = (spec: System): System => spec;

/**
 * What an external system sends: accepted by its signature, answered once its rows are stored. Its key in the contract is
 * `"POST /path"`.
 */
export function webhook<
	const Body extends ZodType,
	const From extends string,
	const Row extends string,
>(spec: {
	/** One line for the API's documentation. */
	summary: string;
	/** The system whose secret signs it. */
	from: From;
	body: Body;
	/** The rows that its handler may write: published or internal ones. */
	writes: readonly Row[];
}) {
	return spec;
}
