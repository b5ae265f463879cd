import type { DynamoDBRecord } from "aws-lambda";
import type { Contract } from "../../contracts/contract";
import type { RowKind } from "../../contracts/rows";
import { publishedChange } from "./change";
import type { Correlated } from "./collect";
import { type Decided, type Decider, decide } from "./decide";
import { emittedBy, isConflict } from "./emission";
import { type Envelope, envelopeSchema } from "./envelope";
import { plain } from "./image";
import type { Outbox } from "./outbox";
import type { Ports } from "./ports";
import { NoSuchRule } from "./resubmission";
import { isRetryable } from "./retryable";
import { mustBeOn } from "./switched-off";
import { count, log } from "./telemetry";
import { parse } from "./validation";

interface Surroundings {
	contract: Contract;
	/** By rule. */
	deciders: Readonly<Record<string, Decider>>;
	ports: Ports;
	/** The rule of a resubmission, if one is known. */
	only: string | undefined;
	isResubmitted: boolean;
	outbox: Outbox<DynamoDBRecord>;
	/** The records that must come again. */
	again: Set<DynamoDBRecord>;
}

/**
 * What a trigger does with the rows of rules that collect: of events that were collected, in whatever region, it has their
 * keys decided, each once; what was decided in this region, it publishes.
 */
export async function control(
	records: readonly DynamoDBRecord[],
	around: Surroundings,
): Promise<void> {
	const { contract, ports, only, outbox } = around;
	const { region, tableRegion } = ports.environment;
	const kindOf = (name = "") => contract.rows[name]?.kind;
	const isEmission = (name: string) => kindOf(name) === "emission";
	const options = { region, tableRegion, isPublished: isEmission };
	const keys = new Map<string, Collecting>();
	let conflicts = 0;

	for (const record of records)
		try {
			const name = record.dynamodb?.NewImage?.discriminator?.S;
			if (isCollected(record, kindOf(name))) {
				addTo(keys, record);
				continue;
			}
			if (isConflict(record, region)) conflicts++;
			const change = publishedChange(record, options);
			const isNew = change?.kind === "created";
			publish(record, isNew ? emittedBy(contract, change) : [], around);
		} catch (error) {
			outbox.fault(record, { rule: only ?? "change", error });
		}

	const asked = [...keys.values()].map((one) => decideOne(one, around));
	const decided = (await Promise.all(asked)).flatMap((one) => one ?? []);
	if (decided.length > 0) log().info("decided", { decided });
	if (conflicts > 0) log().warn("regions decided otherwise", { conflicts });
	count({ Decisions: decided.length, ConflictingDecisions: conflicts });
}

/** The first image of a collected event. Whatever changes it later changes nothing of what it says. */
export function isCollected(
	{ dynamodb }: DynamoDBRecord,
	kind: RowKind | undefined,
): boolean {
	return (
		kind === "collected" &&
		dynamodb?.NewImage !== undefined &&
		dynamodb.OldImage === undefined
	);
}

interface Collecting extends Correlated {
	/** In the batch, each with its event. */
	news: { record: DynamoDBRecord; event: Envelope }[];
}

function addTo(keys: Map<string, Collecting>, record: DynamoDBRecord): void {
	const row = plain(record.dynamodb?.NewImage ?? {});
	const { rule, key } = row;
	if (typeof rule !== "string" || typeof key !== "string")
		throw new Error("a collected event without its rule and key");
	const event = parse(envelopeSchema, row.event, "the collected event");
	const place = JSON.stringify([rule, key]);
	const one = keys.get(place) ?? { rule, key, news: [] };
	one.news.push({ record, event });
	keys.set(place, one);
}

function publish(
	record: DynamoDBRecord,
	events: readonly Envelope[],
	{ contract, only, outbox }: Surroundings,
): void {
	if (only && !events.some(({ type }) => type === only))
		throw new NoSuchRule(only);
	for (const event of events)
		if ((only ?? event.type) === event.type)
			outbox.add(record, event, contract.produces[event.type]?.routing);
}

async function decideOne(
	{ rule, key, news }: Collecting,
	around: Surroundings,
): Promise<Decided | undefined> {
	const { contract, deciders, ports, outbox, again } = around;
	const { only, isResubmitted } = around;
	try {
		if (only && only !== rule) throw new NoSuchRule(only);
		mustBeOn(rule, { isResubmitted, ...ports.environment });
		const spec = contract.rules[rule];
		const deadline =
			spec && "collects" in spec ? spec.deadline?.after : undefined;
		// The fault of a batch may be that of another event than the one that starts it.
		const started =
			isResubmitted || news.some(({ event }) => event.type === deadline);
		const decider = deciders[rule];
		const decided = decide(
			contract,
			{ rule, key },
			{ decider, started },
			ports,
		);
		return await decided;
	} catch (error) {
		if (isRetryable(error)) {
			for (const { record } of news) again.add(record);
			return undefined;
		}
		// One fault is enough to have the key decided again: that of the last event.
		const last = news.at(-1);
		const failed = { rule: only ?? rule, error, event: last?.event };
		if (last) outbox.fault(last.record, failed);
		return undefined;
	}
}
