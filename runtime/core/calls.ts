import type { Contract, Fields } from "../../contracts/contract";
import type { Key, RowOf } from "./rows";
import type { System } from "./system";

/** The rules that call an external system. */
export type CallingRule<C extends Contract> = {
	[Rule in keyof C["rules"]]: C["rules"][Rule] extends { calls: string }
		? Rule
		: never;
}[keyof C["rules"]];

/** The intent to call, as a listener's rule gives it. What becomes of the call is noted on the row by the runtime. */
export type Intent<F> = Key & F & { data?: never };

/** The row that a calling rule keeps its intents in. */
export type IntentOf<C extends Contract, Rule> = Rule extends {
	intends: infer Name extends keyof C["rows"];
}
	? Intent<Fields<C, Name>>
	: never;

/**
 * The connector of a gateway: one function per rule that calls. It is called again until it has succeeded, each time with the
 * same idempotency key; so it says what the row says, and nothing that differs from one time to the next.
 */
export type Calls<C extends Contract> = {
	readonly [Rule in CallingRule<C>]: C["rules"][Rule] extends {
		intends: infer Name extends keyof C["rows"];
	}
		? (intent: RowOf<C, Name>, system: System) => Promise<void>
		: never;
};

/** What a function gets beside its handlers: the connector where a rule calls. Tests bring ports. */
export type CallOptions<C extends Contract, Ports> =
	CallingRule<C> extends never
		? [options?: { calls?: never; ports?: () => Ports }]
		: [options: { calls: Calls<C>; ports?: () => Ports }];
