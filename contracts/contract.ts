import type { output, ZodObject, ZodRawShape, ZodType } from "zod";
import type { Filter, FilterOf } from "./filter";
import type { Job } from "./job";
import type { Change, RowKind } from "./rows";
import type { System } from "./system";

/** BFF: backend for one frontend. Control: orchestration without an API. ESG: gateway to an external system. */
export type ServiceKind = "bff" | "control" | "esg";

interface AnyRow {
	kind: RowKind;
	fields: ZodRawShape;
	schema: ZodObject;
	expireAfter?: number | undefined;
	sensitive?: readonly string[] | undefined;
}

interface AnyProduced<Row extends string = string> {
	from: Row;
	on: readonly Change[];
	when?: Readonly<Record<string, string | number | boolean>>;
	body: ZodRawShape;
	schema: ZodObject;
	routing?: readonly string[];
	sensitive?: readonly string[];
}

interface AnyConsumed {
	body: ZodRawShape;
	schema: ZodObject;
	trust?: string;
	decrypts?: readonly string[];
}

/** Which events a rule hears. `where` narrows it to some of them, by fields that their producer marks as `routing`. */
interface Hearing<Event extends string> {
	on: readonly Event[];
	where?: Filter;
}

/** Why a loop of events through the rule ends. */
interface Looping {
	loop?: string;
}

/** Seconds after the time of the event `after` at which the rule is asked again, with what there is by then. */
export interface Deadline<Event extends string = string> {
	after: Event;
	seconds: number;
}

/**
 * What a listener does with events. A rule's name is permanent: it is part of event and fault ids.
 * - `materializes`: the handler returns views of that row; the row's lock makes order and repetition harmless.
 * - `emits`: the handler returns rows whose creation the trigger publishes (an outbox); they are written once per event.
 * - `collects` and `emits`: the handler returns the key under which the event is kept; whenever one is added, and at the
 *   deadline, the trigger's handler of the same name sees all of the key and says what follows. What it says first is final.
 * - `calls`: the handler returns the intent to call an external system, a row; the call is made until it succeeds.
 */
type AnyRule<
	Event extends string = string,
	Row extends string = string,
	Emitted extends string = string,
	System extends string = string,
> =
	| Materializing<Event, Row>
	| Emitting<Event, Emitted>
	| Collecting<Event, Row, Emitted>
	| Calling<Event, Row, System>;

interface Materializing<Event extends string, Row> extends Hearing<Event> {
	materializes: Row;
}

interface Emitting<Event extends string, Emitted>
	extends Hearing<Event>,
		Looping {
	emits: readonly Emitted[];
}

interface Collecting<Event extends string, Row, Emitted>
	extends Emitting<Event, Emitted> {
	collects: Row;
	deadline?: Deadline<Event>;
}

interface Calling<Event extends string, Row, System> extends Hearing<Event> {
	calls: System;
	intends: Row;
}

/** A rule does one of these. */
type RuleSpec<
	Event extends string,
	Row extends string,
	Emitted extends string,
	System extends string,
> =
	| (Materializing<Event, Row> &
			None<"emits" | "loop" | "collects" | "deadline" | "calls" | "intends">)
	| (Emitting<Event, Emitted> &
			None<"materializes" | "collects" | "deadline" | "calls" | "intends">)
	| (Collecting<Event, Row, Emitted> &
			None<"materializes" | "calls" | "intends">)
	| (Calling<Event, Row, System> &
			None<"materializes" | "emits" | "loop" | "collects" | "deadline">);

type None<Keys extends string> = { [Key in Keys]?: never };

/** Each rule's filter, in the consumer's own words for that rule's events; what they do not have is refused. */
type WhereOf<
	Consumes extends Record<string, AnyConsumed>,
	Rules extends Record<string, AnyRule>,
> = {
	[Name in keyof Rules]: {
		where?: OnlyKnown<
			FilterOf<output<Consumes[Rules[Name]["on"][number]]["schema"]>>,
			Rules[Name]["where"]
		>;
	};
};

type OnlyKnown<Known, Given> = Known & {
	[Path in Exclude<keyof Given, keyof Known>]: never;
};

interface AnyRoute {
	summary: string;
	scopes: readonly string[];
	query: ZodObject;
	body: ZodType | undefined;
	response: ZodType | undefined;
	status: number | undefined;
	example?: { path?: Readonly<Record<string, string>>; body?: unknown };
}

interface AnyWebhook {
	summary: string;
	from: string;
	body: ZodType;
	writes: readonly string[];
}

/** A contract of any service, for code that handles all of them. */
export interface Contract {
	name: string;
	kind: ServiceKind;
	owner: string;
	rows: Readonly<Record<string, AnyRow>>;
	produces: Readonly<Record<string, AnyProduced>>;
	consumes: Readonly<Record<string, AnyConsumed>>;
	rules: Readonly<Record<string, AnyRule>>;
	api: Readonly<Record<string, AnyRoute>>;
	systems: Readonly<Record<string, System>>;
	webhooks: Readonly<Record<string, AnyWebhook>>;
	jobs: Readonly<Record<string, Job>>;
}

/**
 * A service's trilateral API, said once: the events it consumes, the events it produces, its synchronous API; and the
 * rows of its table, which join them. Everything else is derived from it. It is checked as a whole, with its neighbours,
 * by {@link checkPlatform}.
 */
export function contract<
	const Name extends string,
	const Rows extends Record<string, AnyRow>,
	const Produces extends Record<
		string,
		AnyProduced<keyof Rows & string>
	> = Record<never, never>,
	const Consumes extends Record<string, AnyConsumed> = Record<never, never>,
	const Rules extends Record<
		string,
		RuleSpec<
			keyof Consumes & string,
			keyof Rows & string,
			keyof Produces & string,
			keyof Systems & string
		>
	> = Record<never, never>,
	const Api extends Record<`${string} /${string}`, AnyRoute> = Record<
		never,
		never
	>,
	const Systems extends Record<string, System> = Record<never, never>,
	const Webhooks extends Record<
		`POST /${string}`,
		AnyWebhook & { from: keyof Systems; writes: readonly (keyof Rows)[] }
	> = Record<never, never>,
	const Jobs extends Record<string, Job> = Record<never, never>,
>(spec: {
	/** Lower case with hyphens, at most 24 characters: it is part of every resource's name. */
	name: Name;
	kind: ServiceKind;
	/** The team that is called at night; becomes a tag. */
	owner: string;
	/** The discriminators of the entities table. */
	rows: Rows;
	produces?: Produces;
	consumes?: Consumes;
	rules?: Rules & WhereOf<Consumes, NoInfer<Rules>>;
	api?: Api;
	/** The external systems that an ESG is the gateway to. */
	systems?: Systems;
	/** What they send, as `"POST /path"`: no user's token, but a signature. */
	webhooks?: Webhooks;
	/** What happens by the clock. */
	jobs?: Jobs;
}) {
	return {
		...spec,
		produces: spec.produces ?? ({} as Produces),
		consumes: spec.consumes ?? ({} as Consumes),
		rules: spec.rules ?? ({} as Rules),
		api: spec.api ?? ({} as Api),
		systems: spec.systems ?? ({} as Systems),
		webhooks: spec.webhooks ?? ({} as Webhooks),
		jobs: spec.jobs ?? ({} as Jobs),
	};
}

/** The fields of a row beside its keys and stamps. Zod's type of an object without any would forbid keys and stamps, too. */
export type Fields<C extends Contract, Row extends keyof C["rows"]> = [
	keyof C["rows"][Row]["fields"],
] extends [never]
	? Record<never, never>
	: output<C["rows"][Row]["schema"]>;

/** The rows of one kind. */
export type RowsOf<C extends Contract, Kind extends RowKind> = {
	[Row in keyof C["rows"]]: C["rows"][Row]["kind"] extends Kind ? Row : never;
}[keyof C["rows"]] &
	string;

/** The rows that commands and jobs may write: views and intents are written by their rules alone. */
export type WritableRow<C extends Contract> = Exclude<
	RowsOf<C, "published" | "internal">,
	IntendedRow<C["rules"]>
>;

type IntendedRow<Rules> = {
	[Rule in keyof Rules]: Rules[Rule] extends { intends: infer Row }
		? Row
		: never;
}[keyof Rules];

/** The body of an event that the service produces. */
export type ProducedBody<
	C extends Contract,
	Type extends keyof C["produces"],
> = output<C["produces"][Type]["schema"]>;

/** The body of an event as this consumer reads it. */
export type ConsumedBody<
	C extends Contract,
	Type extends keyof C["consumes"],
> = output<C["consumes"][Type]["schema"]>;

/** The rows whose changes become the given events: what a rule that emits them may write. */
export type EmittingRow<
	C extends Contract,
	Type extends keyof C["produces"],
> = C["produces"][Type]["from"] & keyof C["rows"];
