import type {
	DynamoDBBatchResponse,
	DynamoDBRecord,
	DynamoDBStreamEvent,
	Context as LambdaContext,
} from "aws-lambda";
import type { Contract, ProducedBody } from "../contracts/contract";
import {
	type PublishedChange,
	publishedChange,
	type RowChange,
} from "./core/change";
import type { Decider } from "./core/decide";
import { type Envelope, envelopeSchema, type Header } from "./core/envelope";
import { faultSummary } from "./core/faults";
import { hashId } from "./core/hash";
import { Outbox } from "./core/outbox";
import { type Ports, realPorts } from "./core/ports";
import { type FieldProtection, protectionFor } from "./core/protection";
import { discreetly } from "./core/protection-errors";
import { repairAll } from "./core/repair";
import {
	type Answered,
	answered,
	NoSuchRule,
	onlyRule,
	type Resubmission,
} from "./core/resubmission";
import { isRetryable } from "./core/retryable";
import type { Row, RowOf } from "./core/rows";
import { count, log } from "./core/telemetry";
import { parse } from "./core/validation";
import type { EventOf } from "./listener";

export type { RowChange } from "./core/change";

/** What there is of a key, when one more event came or its deadline did. */
export interface Collected<Event> {
	/** What the listener's handler has called the events' common key. */
	key: string;
	/** Unexpired, by (timestamp, id): the order in which they came does not matter. */
	events: readonly Event[];
	/** Whether the deadline has passed. */
	due: boolean;
}

type PublishedHandlers<C extends Contract> = {
	readonly [Type in keyof C["produces"] as C["rows"][C["produces"][Type]["from"]]["kind"] extends "emission"
		? never
		: Type]: (
		change: RowChange<RowOf<C, C["produces"][Type]["from"]>>,
	) => ProducedBody<C, Type> | undefined;
};

type CollectingHandlers<C extends Contract> = {
	readonly [Rule in keyof C["rules"] as C["rules"][Rule] extends {
		collects: string;
	}
		? Rule
		: never]: (
		collected: Collected<EventOf<C, C["rules"][Rule]["on"][number]>>,
	) => Decision<C, C["rules"][Rule]> | undefined;
};

/** The bodies of the events that follow, by type. */
type Decision<C extends Contract, Rule> = Rule extends {
	emits: readonly (infer Type extends keyof C["produces"])[];
}
	? { readonly [T in Type]?: ProducedBody<C, T> | undefined }
	: never;

/**
 * One handler per produced event: the change of its row made into the event's body, or undefined to publish nothing. And one
 * per rule that collects: what there is of a key made into the events that follow, or undefined where nothing does yet; what
 * it says first is final. Handlers are pure.
 */
export type TriggerHandlers<C extends Contract> = PublishedHandlers<C> &
	CollectingHandlers<C>;

type AnyHandlers = Record<
	string,
	((change: PublishedChange) => object | undefined) & Decider
>;

/** The driven side: the changes of published rows become domain events on the bus. */
export function trigger<C extends Contract>(
	contract: C,
	handlers: NoInfer<TriggerHandlers<C>>,
	ports: () => Ports = realPorts,
) {
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const any = handlers as unknown as AnyHandlers;
	const rules = Object.values(contract.rules);
	const collects = rules.some((rule) => "collects" in rule);
	return (event: DynamoDBStreamEvent & Resubmission, lambda: LambdaContext) =>
		run(contract, { handlers: any, collects }, ports(), event, lambda);
}

async function run(
	contract: Contract,
	{ handlers, collects }: { handlers: AnyHandlers; collects: boolean },
	ports: Ports,
	{ Records: records, ...resubmission }: DynamoDBStreamEvent & Resubmission,
	lambda: LambdaContext,
): Promise<Answered<DynamoDBBatchResponse>> {
	const only = onlyRule(resubmission, "change");
	const { service, region, tableRegion } = ports.environment;
	const isPublished = (name: string) =>
		contract.rows[name]?.kind === "published";
	const outbox = new Outbox<DynamoDBRecord>(ports, lambda);
	const protection = protectionFor(contract, "trigger", ports);
	const sealing: Promise<void>[] = [];
	const again = new Set<DynamoDBRecord>();
	let unstamped = 0;

	/** One step of a record: its error concerns this step alone. */
	const attempt = (
		record: DynamoDBRecord,
		{ rule, event }: { rule: string; event?: Header },
		step: () => void,
	) => {
		try {
			step();
		} catch (error) {
			outbox.fault(record, { rule, error, event });
		}
	};

	/** The same for what has to wait for a key. */
	const attemptSealing = async (
		record: DynamoDBRecord,
		{ rule, event }: { rule: string; event: Header },
		step: () => Promise<void>,
	) => {
		try {
			await step();
		} catch (error) {
			if (isRetryable(error)) again.add(record);
			else outbox.fault(record, { rule, error, event });
		}
	};

	const bodyOf = (type: string, change: PublishedChange) => {
		const body = handlers[type]?.(change);
		const schema = contract.produces[type]?.schema;
		return body && schema && parse(schema, body, `the event ${type}`);
	};

	const handle = (record: DynamoDBRecord) =>
		attempt(record, { rule: "change" }, () => {
			const options = { region, tableRegion, isPublished };
			const change = publishedChange(record, options);
			const asked = only && contract.produces[only];
			if (only && !(change && asked && applies(asked, change))) {
				// Who decides and publishes these says it.
				if (collects && isControls(record, contract)) return;
				const event = change && headerOf(service, only, change);
				return attempt(record, { rule: only, ...(event && { event }) }, () => {
					throw new NoSuchRule(only);
				});
			}
			if (!change) return;
			if (!change.stamped) unstamped++;
			for (const [type, produced] of Object.entries(contract.produces)) {
				if ((only ?? type) !== type || !applies(produced, change)) continue;
				const header = headerOf(service, type, change);
				const publish = (body: object | undefined) => {
					if (body === undefined) return;
					outbox.add(record, { ...header, ...body }, produced.routing);
				};
				const step = { rule: type, event: header };
				if (protection)
					sealing.push(
						attemptSealing(record, step, async () => {
							const body = (plain: PublishedChange) => bodyOf(type, plain);
							publish(await sealedBody(protection, type, change, body));
						}),
					);
				else attempt(record, step, () => publish(bodyOf(type, change)));
			}
		});

	records.forEach(handle);
	const controls = collects
		? records.filter((record) => isControls(record, contract))
		: [];
	if (controls.length > 0) {
		// Few services have such rows: it is loaded only here.
		const { control } = await import("./core/control.js");
		const isResubmitted = resubmission.rule !== undefined;
		const rest = { ports, only, isResubmitted, outbox, again };
		await control(controls, { contract, deciders: handlers, ...rest });
	}
	await Promise.all(sealing);
	const { published, faults, failed } = await outbox.flush();
	for (const record of again) failed.add(record);
	const repaired: Row[] = [];
	if (!only) {
		// Not before its events are out: what is written back is not published again.
		const before = records.slice(0, lowestOf(records, failed));
		const late = await repairAll(before, ports, lambda);
		repaired.push(...late.repaired);
		faults.push(...late.faults);
		for (const record of late.failed) failed.add(record);
	}
	log().info("published", {
		events: published.map((event) => summary(event, ports.now())),
		...(repaired.length > 0 && { repaired: repaired.map(keyOf) }),
		...(faults.length > 0 && { faults: faults.map(faultSummary) }),
		...(failed.size > 0 && { retry: failed.size }),
	});
	count({
		EventsPublished: published.length,
		UnstampedChanges: unstamped,
		RowsRepaired: repaired.length,
		Faults: faults.length,
		RecordsToRetry: failed.size,
	});
	return answered(checkpoint(records, failed), resubmission, {
		faults,
		retry: failed.size,
	});
}

/** The rows of rules that collect. */
function isControls({ dynamodb }: DynamoDBRecord, { rows }: Contract): boolean {
	const { discriminator } = dynamodb?.NewImage ?? dynamodb?.OldImage ?? {};
	const kind = rows[discriminator?.S ?? ""]?.kind;
	return kind === "collected" || kind === "emission";
}

/** An event's body, made by a handler that reads the row as the service knows it, and encrypted before it is published. */
async function sealedBody(
	protection: FieldProtection,
	type: string,
	change: PublishedChange,
	bodyOf: (change: PublishedChange) => object | undefined,
): Promise<object | undefined> {
	const seen: unknown[] = [];
	const opened = <T extends { discriminator?: string }>(row: T) =>
		protection.opened("row", row.discriminator ?? "", row, { seen });
	const { row, old } = change;
	const plain = {
		...change,
		row: await opened(row),
		old: old && (await opened(old)),
	};
	const body = discreetly(seen, () => bodyOf(plain));
	return body && protection.sealed("event", type, body);
}

/** Whether the change is one that the contract makes this event of. */
function applies(
	{ from, on, when }: Contract["produces"][string],
	change: PublishedChange,
): boolean {
	const { kind, row } = change;
	if (row.discriminator !== from || !on.includes(kind)) return false;
	if (!when) return true;
	const holds = (image: object | undefined) => {
		const fields = new Map(Object.entries(image ?? {}));
		return Object.entries(when).every(([name, v]) => fields.get(name) === v);
	};
	return holds(row) && !holds(change.old);
}

/**
 * Whoever publishes the change, where and how often, gives it the same id. Nonsense that a script wrote into the row's
 * stamps is refused here, not by every consumer.
 */
function headerOf(
	service: string,
	type: string,
	{ row, changeId, timestamp }: PublishedChange,
): Header {
	const { correlationId, causationId, hops, traceparent } = row.context ?? {};
	const header: Header = {
		id: hashId(service, row.pk, row.sk, changeId, type, type, ""),
		type,
		timestamp,
		partitionKey: row.pk,
		tags: { rule: type, hops, causationId, correlationId, traceparent },
	};
	return parse(envelopeSchema, header, `the envelope of ${type}`);
}

/** The stream goes on from the lowest record that must come again; later ones may run twice, with the same ids. */
function checkpoint(
	records: readonly DynamoDBRecord[],
	failed: ReadonlySet<DynamoDBRecord>,
): DynamoDBBatchResponse {
	const lowest = records[lowestOf(records, failed)];
	if (!lowest) return { batchItemFailures: [] };
	// An empty identifier returns the whole batch.
	const itemIdentifier = lowest.dynamodb?.SequenceNumber ?? "";
	return { batchItemFailures: [{ itemIdentifier }] };
}

/** The place of the first record that must come again; where none must, the end. */
function lowestOf(
	records: readonly DynamoDBRecord[],
	failed: ReadonlySet<DynamoDBRecord>,
): number {
	const place = records.findIndex((record) => failed.has(record));
	return place === -1 ? records.length : place;
}

function keyOf({ pk, sk }: Row) {
	return { pk, sk };
}

/** What the log keeps of an event; latency is the time since the write, in ms. */
function summary(event: Envelope, now: number) {
	const { id, type, partitionKey, timestamp, tags } = event;
	const { correlationId } = tags;
	return { id, type, partitionKey, latency: now - timestamp, correlationId };
}
