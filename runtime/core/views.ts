import { limits } from "../../contracts/limits";
import { Retryable } from "../errors";
import { absent, before } from "./conditions";
import type { Context } from "./context";
import { hashId } from "./hash";
import type { LatestViews } from "./latest-views";
import type { Key, Row } from "./rows";
import type { Store } from "./store";

export interface ViewOptions {
	store: Store;
	region: string;
	/** Ms. */
	now: () => number;
}

/** Writers that collide on one row this often have a design problem, not bad luck. */
const maxAttempts = 10;

interface CausingEvent {
	id: string;
	timestamp: number;
}

/**
 * A view's row, with its event's timestamp and id. Written only when greater than what is there (the inverse optimistic
 * lock), so any order and any repetition of events gives the same rows.
 */
export function materialize(
	{ store, views, region, now }: ViewOptions & { views: LatestViews },
	{
		name,
		expireAfter,
		event,
		context,
	}: {
		name: string;
		expireAfter?: number | undefined;
		event: CausingEvent;
		context: Context;
	},
	view: Key & { deleted?: true },
): Promise<"written" | "stale"> {
	const expires = expireAfter && secondsFrom(event.timestamp, expireAfter);
	const ttl = view.deleted ? secondsFrom(now(), limits.tombstone) : expires;
	const row: Row = {
		...view,
		...(ttl && { ttl }),
		discriminator: name,
		timestamp: event.timestamp,
		eventId: event.id,
		awsregion: region,
		context,
	};
	return views.write({ store, row, event });
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
	let timestamp = now();
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
	const note = { pk: `event#${event.id}`, sk: rule };
	const ttl = secondsFrom(timestamp, limits.handledEvents);
	for (let attempt = 0; attempt < maxAttempts; attempt++) {
		const refused = await store.putAll([
			{ row: { ...stamped("HANDLED", note), ttl }, condition: absent },
			...rows.map(({ name, row }) => ({
				row: stamped(name, row),
				condition: before(timestamp),
			})),
		]);
		if (!refused) return "written";
		if (refused[0]) return "repeated";
		// A row that stands there has a clock ahead of ours: timestamps rise.
		const others = refused.map((other) => other?.current?.timestamp ?? 0);
		timestamp = Math.max(timestamp, ...others) + 1;
	}
	throw new Retryable(`the rows of ${rule} are written by too many at once`);
}

function secondsFrom(ms: number, seconds: number): number {
	return Math.floor(ms / 1000) + seconds;
}
