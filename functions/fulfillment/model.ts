import type { Order } from "./contract";

/** What has been heard of an order so far; its news come in any order. */
export interface News {
	submitted: Order | undefined;
	isAccepted: boolean;
	isCancelled: boolean;
	isAuthorized: boolean;
	isDeclined: boolean;
}

/** What becomes of an order: its food is made and brought, or its money goes back. */
export type Fate =
	| { kind: "ready"; order: Order }
	| { kind: "expired" }
	| { kind: "void" };

/** Undefined while it is open. The first answer is final: whoever comes later, with whatever news, is too late. */
export function fateOf(
	{ submitted, isAccepted, isCancelled, isAuthorized, isDeclined }: News,
	isDue: boolean,
): Fate | undefined {
	if (isCancelled || isDeclined) return { kind: "void" };
	if (submitted && isAccepted && isAuthorized)
		return { kind: "ready", order: submitted };
	// An order that is accepted waits on for its payment: a processor that is down has cost nobody a meal.
	if (isDue && !isAccepted) return { kind: "expired" };
	return undefined;
}
