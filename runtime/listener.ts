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
import { deadlinePassed } from "../contracts/envelope";
import { hears } from "../contracts/filter";
import type { AnyCalls, CallingOptions } from "./core/calling";
import type { CallOptions, IntentOf } from "./core/calls";
import { redeemed } from "./core/claim-check";
import { type Envelope, envelopeSchema, type Header } from "./core/envelope";
import { allRules, type FaultEvent, faultSummary } from "./core/faults";
import { LatestViews } from "./core/latest-views";
import { Outbox } from "./core/outbox";
import { type Ports, realPorts } from "./core/ports";
import {
	type Answered,
	answered,
	NoSuchRule,
	onlyRule,
	type Resubmission,
} from "./core/resubmission";
import { isRetryable } from "./core/retryable";
import type { NewRow, View } from "./core/rows";
import { applyRule, type Outcome, type RuleHandler } from "./core/rule";
import { isOff, notWhileOff } from "./core/switched-off";
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

type RuleResult<C extends Contract, Rule> = Rule extends { collects: string }
	? string
	: Rule extends { materializes: infer Name extends keyof C["rows"] }
		? MaybeMany<View<Fields<C, Name>>>
		: Rule extends {
					emits: readonly (infer Type extends keyof C["produces"])[];
				}
			? MaybeMany<EmittedRow<C, Type>>
			: MaybeMany<IntentOf<C, Rule>>;

/**
 * One handler per rule: an event made into what the rule writes, one row or several; undefined writes nothing. A rule that
 * collects gives the key under which the event is kept, one that calls the intent to call. Handlers are pure: the runtime
 * writes, under the row's lock or once per event.
 */
export type ListenerHandlers<C extends Contract> = {
	readonly [Rule in keyof C["rules"]]: (
		event: EventOf<C, C["rules"][Rule]["on"][number]>,
	) => RuleResult<C, C["rules"][Rule]>;
};

/** The driving side: events from the bus become views and effects in the service's own table. */
export function listener<C extends Contract>(
	contract: C,
	handlers: NoInfer<ListenerHandlers<C>>,
	...[options = {}]: CallOptions<NoInfer<C>, Ports>
) {
	const { ports = realPorts } = options;
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const rules = handlers as unknown as Record<string, RuleHandler>;
	const calls = options.calls as AnyCalls | undefined;
	return (event: SQSEvent & Resubmission, lambda: LambdaContext) =>
		run(contract, { rules, calls }, ports(), event, lambda);
}

async function run(
	contract: Contract,
	{
		rules: handlers,
		calls,
	}: { rules: Record<string, RuleHandler>; calls: AnyCalls | undefined },
	ports: Ports,
	{ Records: records, ...resubmission }: SQSEvent & Resubmission,
	lambda: LambdaContext,
): Promise<Answered<SQSBatchResponse>> {
	const only = onlyRule(resubmission, "envelope");
	const outbox = new Outbox<SQSRecord>(ports, lambda);
	const latest = new LatestViews();
	const again = new Set<SQSRecord>();
	const outcomes: Outcome[] = [];
	const skipped: Record<string, number> = {};
	let ignored = 0;
	const isResubmitted = resubmission.rule !== undefined;
	const gateway =
		calls &&
		(await gatewayOf({ contract, calls, ports, lambda }, isResubmitted));

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

	/** Whether the rule is switched off; whoever sends a record again is told: it must not count as done. */
	const isSkipped = (rule: string) => {
		if (!isOff(rule, ports.environment)) return false;
		if (isResubmitted) throw notWhileOff(rule);
		skipped[rule] = (skipped[rule] ?? 0) + 1;
		return true;
	};

	const apply = (
		record: SQSRecord,
		[name, handler]: [string, RuleHandler],
		event: Envelope,
	) =>
		attempt(record, { rule: name, event }, async () => {
			const rule = { name, handler };
			const made = applyRule(contract, rule, event, ports, {
				views: latest,
				gateway,
			});
			outcomes.push(...(await made));
		});

	/** A schedule's message, which never was on a bus. */
	const deadline = async (record: SQSRecord, event: Envelope) => {
		const { hearDeadline, parseDeadline } = await import("./core/deadline.js");
		const message = parseDeadline(event);
		const step = { rule: only ?? message.deadline.rule, event };
		await attempt(record, step, async () => {
			const resubmission = { only, isResubmitted };
			outcomes.push(await hearDeadline(contract, message, resubmission, ports));
		});
	};

	const handle = (record: SQSRecord) =>
		attempt(record, { rule: "envelope" }, async () => {
			const event = parse(envelopeSchema, JSON.parse(record.body), "the event");
			if (event.type === deadlinePassed && event.tags.source === contract.name)
				return deadline(record, event);
			const rules = Object.entries(handlers).filter(([name]) => {
				const rule = contract.rules[name];
				return rule && hears(rule, event) && (only ?? name) === name;
			});
			if (isResubmitted && rules.length === 0) {
				const rule = only ?? allRules;
				const removed = () => Promise.reject(new NoSuchRule(rule));
				return attempt(record, { rule, event }, removed);
			}
			if (event.tags.source === contract.name || rules.length === 0) {
				ignored++;
				return;
			}
			const enabled = rules.filter(([name]) => !isSkipped(name));
			if (enabled.length === 0) return;
			await attempt(record, { rule: only ?? "envelope", event }, async () => {
				// Hardly any event is a stub, and each wait costs time.
				const whole = event.s3 ? await redeemed(event, ports.objects) : event;
				await Promise.all(enabled.map((rule) => apply(record, rule, whole)));
			});
		});

	await Promise.all(records.map(handle));
	const { faults, failed } = await outbox.flush();
	const retry = [...new Set([...again, ...failed])];
	report(outcomes, {
		...{ faults, retry: retry.length, ignored, skipped },
		calls: gateway?.counts,
	});
	const batchItemFailures = retry.map(({ messageId }) => ({
		itemIdentifier: messageId,
	}));
	return answered({ batchItemFailures }, resubmission, {
		faults,
		retry: retry.length,
	});
}

/** Few services call anybody. */
async function gatewayOf(options: CallingOptions, isResubmitted: boolean) {
	const { Gateway } = await import("./core/call-rule.js");
	return new Gateway(options, isResubmitted);
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
		skipped,
		calls = {},
	}: {
		faults: FaultEvent[];
		retry: number;
		ignored: number;
		/** Events by the rule that is switched off. */
		skipped: Readonly<Record<string, number>>;
		calls: Parameters<typeof count>[0] | undefined;
	},
) {
	const skips = Object.values(skipped).reduce((sum, n) => sum + n, 0);
	log().info("listened", {
		views,
		...(faults.length > 0 && { faults: faults.map(faultSummary) }),
		...(retry > 0 && { retry }),
		...(ignored > 0 && { ignored }),
		...(skips > 0 && { skipped }),
	});
	const of = (...results: Outcome["result"][]) =>
		views.filter(({ result }) => results.includes(result)).length;
	count({
		...calls,
		ViewsWritten: of("written"),
		StaleEventsDropped: of("stale", "repeated"),
		EventsIgnored: ignored,
		EventsSkipped: skips,
		Faults: faults.length,
		RecordsToRetry: retry,
	});
}
