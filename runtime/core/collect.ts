import { absent } from "./conditions";
import type { Context } from "./context";
import type { Envelope } from "./envelope";
import { joined } from "./joined";
import type { Row } from "./rows";
import type { Store } from "./store";

/** A row of collected events, or what was decided of them: whose it is. */
export type Correlated = {
	rule: string;
	/** What its events have in common. */
	key: string;
};

export type CollectedRow = Row & Correlated & { event: Envelope };

/** An event without what joins it with others. */
export class NoKey extends Error {
	override name = "NoKey";
}

/** All that a rule knows of a key is under one pk: one query sees it. */
export function collectedUnder({ rule, key }: Correlated): string {
	return joined("collected", rule, key);
}

/**
 * Keeps an event under its key, once: a repetition changes nothing, and so triggers nothing. It is one row, because what must
 * be seen whole replicates as one item.
 */
export async function collect(
	{ store, region }: { store: Store; region: string },
	{
		rule,
		key,
		name,
		expireAfter,
		event,
		context,
	}: {
		rule: string;
		/** As the rule's handler gives it. */
		key: unknown;
		/** The discriminator. */
		name: string;
		/** Seconds. */
		expireAfter: number | undefined;
		/** As the rule reads it. */
		event: Envelope;
		context: Context;
	},
): Promise<{ pk: string; result: "written" | "repeated" }> {
	const { id, type, timestamp } = event;
	if (typeof key !== "string" || key === "")
		throw new NoKey(
			`the rule ${rule} gives no key for ${type} ${id}: it must return the text that its events have in common`,
		);
	const pk = collectedUnder({ rule, key });
	const row = {
		pk,
		sk: joined("event", id),
		discriminator: name,
		rule,
		key,
		event,
		...(expireAfter && { ttl: Math.floor(timestamp / 1000) + expireAfter }),
		timestamp,
		eventId: id,
		awsregion: region,
		context,
	};
	const refused = await store.put(row, absent);
	return { pk, result: refused ? "repeated" : "written" };
}
