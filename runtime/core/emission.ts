import { isDeepStrictEqual } from "node:util";
import type { DynamoDBRecord } from "aws-lambda";
import * as z from "zod";
import type { Contract } from "../../contracts/contract";
import { limits } from "../../contracts/limits";
import type { PublishedChange } from "./change";
import { type Correlated, collectedUnder } from "./collect";
import { type Context, contextOf } from "./context";
import { type Envelope, envelopeSchema } from "./envelope";
import { hashId } from "./hash";
import { TooManyHops } from "./hops";
import type { Ports } from "./ports";
import { NoSuchRule } from "./resubmission";
import type { Key, Row } from "./rows";
import { parse } from "./validation";

const triggerSchema = z.array(z.object({ id: z.string(), type: z.string() }));

/** What of an emission's row makes its events. */
const emissionSchema = z.looseObject({
	rule: z.string(),
	key: z.string(),
	events: z.record(z.string(), z.unknown()),
	triggers: triggerSchema,
});

/** Where the decision of a rule on a key is: beside what it was made of. */
export function emissionKey(of: Correlated): Key {
	return { pk: collectedUnder(of), sk: "EMISSION" };
}

/**
 * The row that says what a rule has decided: all the events that follow, whole and checked. All its stamps follow from what
 * it was made of, so that two regions which see the same write the same.
 */
export function emissionOf(
	contract: Contract,
	{ rule, key }: Correlated,
	bodies: readonly (readonly [type: string, body: unknown])[],
	triggers: readonly Envelope[],
	{ environment }: Ports,
): Row {
	const { service, region: awsregion } = environment;
	const spec = contract.rules[rule];
	if (!spec || !("collects" in spec)) throw new NoSuchRule(rule);
	const { collects, emits } = spec;
	const events = bodies.map(([type, body]) => {
		const produced = contract.produces[type];
		if (!produced || !emits.includes(type))
			throw new Error(`the rule ${rule} does not emit ${type}`);
		return [type, parse(produced.schema, body, `the event ${type}`)] as const;
	});
	const name = contract.produces[emits[0] ?? ""]?.from ?? "";
	const timestamp = Math.max(...triggers.map((event) => event.timestamp));
	const life = contract.rows[collects]?.expireAfter ?? 0;
	return {
		...emissionKey({ rule, key }),
		discriminator: name,
		rule,
		key,
		events: Object.fromEntries(events),
		triggers: triggers.map(({ id, type }) => ({ id, type })),
		timestamp,
		changeId: hashId("emission", service, rule, key),
		awsregion,
		context: contextOfAll(triggers, { rule, key }),
		// What it was made of has expired by then, whenever it comes again.
		ttl: Math.ceil(timestamp / 1000) + life + limits.tombstone,
	};
}

/** Of the latest; the way that led here is as long as the longest. */
function contextOfAll(
	triggers: readonly Envelope[],
	{ rule, key }: Correlated,
): Context {
	const latest = triggers.at(-1);
	if (!latest) throw new Error(`${rule} ${key}: decided of nothing`);
	const lengths = triggers.map(({ tags }) => tags.hops ?? 0);
	const hops = Math.max(...lengths) + 1;
	if (hops > limits.hops)
		throw new TooManyHops(
			`what ${rule} decides of ${key} would come over ${hops} hops`,
		);
	return { ...contextOf(latest), hops };
}

/** The id of an event that a rule has decided on: the same in every region, whatever the region has seen. */
export function emittedId(
	service: string,
	{ rule, key }: Correlated,
	type: string,
): string {
	return hashId("emission", service, rule, key, type);
}

/** The events that an emission's row holds. */
export function emittedBy(
	contract: Contract,
	{ row, timestamp }: PublishedChange,
): Envelope[] {
	const emission = parse(emissionSchema, row, "the emission");
	const { rule, key, events, triggers } = emission;
	const { correlationId, causationId, hops, traceparent } = row.context ?? {};
	return Object.entries(events).map(([type, given]) => {
		const produced = contract.produces[type];
		if (!produced || produced.from !== row.discriminator)
			throw new Error(`${type}: the contract makes it of something else`);
		const body = parse(produced.schema, given, `the event ${type}`);
		const event = {
			id: emittedId(contract.name, { rule, key }, type),
			type,
			timestamp,
			partitionKey: key,
			tags: { rule, hops, causationId, correlationId, traceparent },
			triggers,
			...body,
		};
		return parse(envelopeSchema, event, `the envelope of ${type}`);
	});
}

/** Whether the record shows another decision in the place of this region's own: two regions have decided unlike each other. */
export function isConflict(
	{ dynamodb }: DynamoDBRecord,
	region: string,
): boolean {
	const { NewImage: now, OldImage: old } = dynamodb ?? {};
	if (!now || old?.awsregion?.S !== region) return false;
	return (
		now.awsregion?.S !== region && !isDeepStrictEqual(now.events, old.events)
	);
}
