import type { Contract } from "../../contracts/contract";
import { deadlinePassed } from "../../contracts/envelope";
import { type CollectedRow, type Correlated, collectedUnder } from "./collect";
import { absent } from "./conditions";
import { setDeadline } from "./deadline";
import { emissionKey, emissionOf } from "./emission";
import { type Envelope, envelopeSchema } from "./envelope";
import type { Ports } from "./ports";
import { NoSuchRule } from "./resubmission";
import { isVisible, type Row } from "./rows";
import { parse } from "./validation";

/** What a trigger's handler says of a key, to code that handles all contracts. */
export type Decider = (collected: {
	key: string;
	events: readonly Envelope[];
	due: boolean;
}) => Readonly<Record<string, object | undefined>> | undefined;

/** What a rule has decided. */
export interface Decided extends Correlated {
	types: string[];
}

/**
 * Asks a rule what follows from the events of a key, and writes it down: one row, put if absent, for what comes first is
 * final. Where nothing follows yet, `started` events have the key's deadline set. Gives what this very call has decided.
 */
export async function decide(
	contract: Contract,
	{ rule, key }: Correlated,
	{ decider, started }: { decider: Decider | undefined; started: boolean },
	ports: Ports,
): Promise<Decided | undefined> {
	const spec = contract.rules[rule];
	if (!spec || !("collects" in spec) || !decider) throw new NoSuchRule(rule);
	const { store, now } = ports;
	const rows = await store.queryAll(collectedUnder({ rule, key }));
	const { sk } = emissionKey({ rule, key });
	if (rows.some((row) => row.sk === sk)) return undefined;

	const alive = rows.filter(
		(row) => row.discriminator === spec.collects && isVisible(row, now()),
	);
	const all = alive.map(eventOf).sort(ascending);
	const events = all.filter(({ type }) => spec.on.includes(type));
	// A deadline alone is about nothing: its events have expired, or are not replicated yet.
	if (events.length === 0) return undefined;
	const due = all.some(({ type }) => type === deadlinePassed);
	const readable = events.map((event) => asRead(contract, event));
	const said = decider({ key, events: readable, due });
	const bodies = Object.entries(said ?? {}).filter(([, body]) => body);
	if (bodies.length > 0) {
		const triggers = due ? all : events;
		const row = emissionOf(contract, { rule, key }, bodies, triggers, ports);
		if (await store.put(row, absent)) return undefined;
		return { rule, key, types: bodies.map(([type]) => type) };
	}
	const { deadline } = spec;
	const after = events.find(({ type }) => type === deadline?.after);
	if (deadline && started && after && !due)
		await setDeadline(contract, { rule, key }, { ...deadline, after }, ports);
	return undefined;
}

/** Only the runtime writes these rows; a console may have, too. */
function eventOf(row: Row): Envelope {
	const { event }: Partial<CollectedRow> = row;
	return parse(envelopeSchema, event, `the collected event ${row.sk}`);
}

/** As the rule's handler reads it: a schema may have changed since it was collected. */
function asRead({ consumes }: Contract, event: Envelope): Envelope {
	const { id, type, timestamp, partitionKey, tags } = event;
	const schema = consumes[type]?.schema;
	if (!schema) throw new Error(`${type}: not in the contract`);
	const body = parse(schema, event, `the collected event ${type} ${id}`);
	return { ...body, id, type, timestamp, partitionKey, tags };
}

/** By (timestamp, id): ids as DynamoDB orders them, by their bytes. */
function ascending(a: Envelope, b: Envelope): number {
	return (
		a.timestamp - b.timestamp ||
		Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))
	);
}
