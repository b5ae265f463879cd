import type {
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
	SQSRecord,
} from "aws-lambda";
import type {
	ConsumedBody,
	Contract,
	EmittingRow,
	Fields,
} from "../contracts/contract";
import { type Envelope, envelopeSchema, type Header } from "./core/envelope";
import { type FaultEvent, faultSummary } from "./core/faults";
import { Outbox } from "./core/outbox";
import { type Ports, realPorts } from "./core/ports";
import { isRetryable } from "./core/retryable";
import type { NewRow, View } from "./core/rows";
import { applyRule, type Outcome, type RuleHandler } from "./core/rule";
import { count, log } from "./core/telemetry";
import { parse } from "./core/validation";

/** An event as its consumer reads it: the envelope and the fields that the contract asks for. */
export type EventOf<
	C extends Contract,
	Type extends keyof C["consumes"],
> = Type extends string
	? Omit<Header, "type"> & { type: Type } & ConsumedBody<C, Type>
	: never;

type MaybeMany<T> = T | readonly T[] | undefined;

/** A row that an `emits` rule writes: one whose changes become one of the rule's events. */
export type EmittedRow<C extends Contract, Type extends keyof C["produces"]> =
	EmittingRow<C, Type> extends infer Name
		? Name extends keyof C["rows"] & string
			? { name: Name; row: NewRow<Fields<C, Name>> }
			: never
		: never;

type RuleResult<C extends Contract, Rule> = Rule extends {
	materializes: infer Name extends keyof C["rows"];
}
	? View<Fields<C, Name>>
	: Rule extends { emits: readonly (infer Type extends keyof C["produces"])[] }
		? EmittedRow<C, Type>
		: never;

/**
 * One handler per rule: an event made into what the rule writes, one row or several; undefined writes nothing. Handlers are
 * pure: the runtime writes, under the row's lock or once per event.
 */
export type ListenerHandlers<C extends Contract> = {
	readonly [Rule in keyof C["rules"]]: (
		event: EventOf<C, C["rules"][Rule]["on"][number]>,
	) => MaybeMany<RuleResult<C, C["rules"][Rule]>>;
};

/** The driving side: events from the bus become views and effects in the service's own table. */
export function listener<C extends Contract>(
	contract: C,
	handlers: NoInfer<ListenerHandlers<C>>,
	ports: () => Ports = realPorts,
) {
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const rules = handlers as unknown as Record<string, RuleHandler>;
	return (event: SQSEvent, lambda: LambdaContext) =>
		run(contract, rules, ports(), event.Records, lambda);
}

async function run(
	contract: Contract,
	handlers: Record<string, RuleHandler>,
	ports: Ports,
	records: readonly SQSRecord[],
	lambda: LambdaContext,
): Promise<SQSBatchResponse> {
	const outbox = new Outbox<SQSRecord>(ports, lambda);
	const again = new Set<SQSRecord>();
	const outcomes: Outcome[] = [];
	let ignored = 0;

	/** One step of a record: its error concerns this step alone. */
	const attempt = async (
		record: SQSRecord,
		{ rule, event }: { rule: string; event?: Envelope },
		step: () => Promise<void>,
	) => {
		try {
			await step();
		} catch (error) {
			if (isRetryable(error)) again.add(record);
			else outbox.fault(record, { rule, error, event }, evidence(record));
		}
	};

	const handle = (record: SQSRecord) =>
		attempt(record, { rule: "envelope" }, async () => {
			const event = parse(envelopeSchema, JSON.parse(record.body), "the event");
			const rules = Object.entries(handlers).filter(([name]) =>
				contract.rules[name]?.on.includes(event.type),
			);
			if (event.tags.source === contract.name || rules.length === 0) {
				ignored++;
				return;
			}
			const apply = ([name, handler]: [string, RuleHandler]) =>
				attempt(record, { rule: name, event }, async () => {
					const rule = { name, handler };
					outcomes.push(...(await applyRule(contract, rule, event, ports)));
				});
			await Promise.all(rules.map(apply));
		});

	await Promise.all(records.map(handle));
	const { faults, failed } = await outbox.flush();
	const retry = [...new Set([...again, ...failed])];
	report(outcomes, { faults, retry: retry.length, ignored });
	return {
		batchItemFailures: retry.map(({ messageId }) => ({
			itemIdentifier: messageId,
		})),
	};
}

/** What a fault keeps of a message: no receipt handle, no attributes; no id, which differs each time the same is sent. */
function evidence({ body }: SQSRecord) {
	return { body };
}

function report(
	views: readonly Outcome[],
	{
		faults,
		retry,
		ignored,
	}: { faults: FaultEvent[]; retry: number; ignored: number },
) {
	log().info("listened", {
		views,
		...(faults.length > 0 && { faults: faults.map(faultSummary) }),
		...(retry > 0 && { retry }),
		...(ignored > 0 && { ignored }),
	});
	const written = views.filter(({ result }) => result === "written").length;
	count({
		ViewsWritten: written,
		StaleEventsDropped: views.length - written,
		EventsIgnored: ignored,
		Faults: faults.length,
		RecordsToRetry: retry,
	});
}
