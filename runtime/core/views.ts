import { limits } from "../../contracts/limits";
import { absent, olderThan } from "./conditions";
import type { Context } from "./context";
import { hashId } from "./hash";
import type { Key, Row } from "./rows";
import type { Store } from "./store";

export interface ViewOptions {
	store: Store;
	region: string;
	/** Ms. */
	now: () => number;
}

interface CausingEvent {
	id: string;
	timestamp: number;
}

/**
 * A view's row, with its event's timestamp and id. Written only when greater than what is there (the inverse optimistic
 * lock), so any order and any repetition of events gives the same rows.
 */
export async function materialize(
	{ store, region, now }: ViewOptions,
	{
		name,
		event,
		context,
	}: { name: string; event: CausingEvent; context: Context },
	view: Key & { deleted?: true },
): Promise<"written" | "stale"> {
	const row: Row = {
		...view,
		...(view.deleted && { ttl: secondsFrom(now(), limits.tombstone) }),
		discriminator: name,
		timestamp: event.timestamp,
		eventId: event.id,
		awsregion: region,
		context,
	};
	const refused = await store.put(row, olderThan(event));
	return refused ? "stale" : "written";
}

/**
 * The effect of an event that is more than a view: its rows (an outbox for what the trigger publishes) and the note that
 * this rule has handled this event, in one transaction. A repetition changes nothing.
 */
export async function once(
	{ store, region, now }: ViewOptions,
	{
		rule,
		event,
		context,
	}: { rule: string; event: CausingEvent; context: Context },
	rows: readonly { name: string; row: Key }[],
): Promise<"written" | "repeated"> {
	const timestamp = now();
	const stamped = (discriminator: string, { pk, sk, ...fields }: Key): Row => ({
		...fields,
		pk,
		sk,
		discriminator,
		timestamp,
		changeId: hashId(event.id, rule, pk, sk),
		awsregion: region,
		context,
	});
	const handled: Row = {
		...stamped("HANDLED", { pk: `event#${event.id}`, sk: rule }),
		ttl: secondsFrom(timestamp, limits.handledEvents),
	};
	const written = await store.putAll([
		{ row: handled, condition: absent },
		...rows.map(({ name, row }) => ({ row: stamped(name, row) })),
	]);
	return written ? "written" : "repeated";
}

function secondsFrom(ms: number, seconds: number): number {
	return Math.floor(ms / 1000) + seconds;
}
