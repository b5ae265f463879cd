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
import { type Envelope, envelopeSchema, type Header } from "./core/envelope";
import { faultSummary } from "./core/faults";
import { hashId } from "./core/hash";
import { Outbox } from "./core/outbox";
import { type Ports, realPorts } from "./core/ports";
import type { RowOf } from "./core/rows";
import { count, log } from "./core/telemetry";
import { parse } from "./core/validation";

export type { RowChange } from "./core/change";

/** One handler per produced event: the change of its row made into the event's body, or undefined to publish nothing. */
export type TriggerHandlers<C extends Contract> = {
	readonly [Type in keyof C["produces"]]: (
		change: RowChange<RowOf<C, C["produces"][Type]["from"]>>,
	) => ProducedBody<C, Type> | undefined;
};

type AnyHandler = (change: PublishedChange) => object | undefined;

/** The driven side: the changes of published rows become domain events on the bus. */
export function trigger<C extends Contract>(
	contract: C,
	handlers: NoInfer<TriggerHandlers<C>>,
	ports: () => Ports = realPorts,
) {
	// From here on the code handles any contract; what each handler takes and returns has been checked against this one.
	const any = handlers as unknown as Record<string, AnyHandler>;
	return (event: DynamoDBStreamEvent, lambda: LambdaContext) =>
		run(contract, any, ports(), event.Records, lambda);
}

async function run(
	contract: Contract,
	handlers: Record<string, AnyHandler>,
	ports: Ports,
	records: readonly DynamoDBRecord[],
	lambda: LambdaContext,
): Promise<DynamoDBBatchResponse> {
	const { service, region, tableRegion } = ports.environment;
	const isPublished = (name: string) =>
		contract.rows[name]?.kind === "published";
	const outbox = new Outbox<DynamoDBRecord>(ports, lambda);
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

	const handle = (record: DynamoDBRecord) =>
		attempt(record, { rule: "change" }, () => {
			const options = { region, tableRegion, isPublished };
			const change = publishedChange(record, options);
			if (!change) return;
			if (!change.stamped) unstamped++;
			for (const [type, produced] of Object.entries(contract.produces)) {
				if (!applies(produced, change)) continue;
				const header = headerOf(service, type, change);
				attempt(record, { rule: type, event: header }, () => {
					const body = handlers[type]?.(change);
					if (body === undefined) return;
					const data = parse(produced.schema, body, `the event ${type}`);
					outbox.add(record, { ...header, ...data });
				});
			}
		});

	records.forEach(handle);
	const { published, faults, failed } = await outbox.flush();
	log().info("published", {
		events: published.map((event) => summary(event, ports.now())),
		...(faults.length > 0 && { faults: faults.map(faultSummary) }),
		...(failed.size > 0 && { retry: failed.size }),
	});
	count({
		EventsPublished: published.length,
		UnstampedChanges: unstamped,
		Faults: faults.length,
		RecordsToRetry: failed.size,
	});
	return checkpoint(records, failed);
}

/** Whether the change is one that the contract makes this event of. */
function applies(
	{ from, on, when }: Contract["produces"][string],
	{ kind, row, old }: PublishedChange,
): boolean {
	if (row.discriminator !== from || !on.includes(kind)) return false;
	if (!when) return true;
	const holds = (image: object | undefined) => {
		const fields = new Map(Object.entries(image ?? {}));
		return Object.entries(when).every(([name, v]) => fields.get(name) === v);
	};
	return holds(row) && !holds(old);
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
	const lowest = records.find((record) => failed.has(record));
	if (!lowest) return { batchItemFailures: [] };
	// An empty identifier returns the whole batch.
	const itemIdentifier = lowest.dynamodb?.SequenceNumber ?? "";
	return { batchItemFailures: [{ itemIdentifier }] };
}

/** What the log keeps of an event; latency is the time since the write, in ms. */
function summary(event: Envelope, now: number) {
	const { id, type, partitionKey, timestamp, tags } = event;
	const { correlationId } = tags;
	return { id, type, partitionKey, latency: now - timestamp, correlationId };
}
