import { limits } from "../../contracts/limits";
import { absent, unchangedSince } from "./conditions";
import type { Key, Row } from "./rows";
import type { Store } from "./store";

/** What has become of the call that a row intends. */
export interface CallNote {
	rule: string;
	status: "open" | "done" | "failed";
	/** How often it was begun. */
	attempts: number;
	/** Ms; since when it is open. */
	since: number;
	/** Ms; when the next attempt is due. Whoever calls has moved it on first, as far as it may take. */
	nextAt: number;
	/** Why the last attempt was in vain. */
	error?: string;
}

export type IntentRow = Row & { call: CallNote };

export interface IntentsOptions {
	store: Store;
	region: string;
	/** Ms; rises. */
	now: () => number;
	newId: () => string;
}

/** Ms that one attempt may take: longer than a listener lives. */
const lease = 60_000;
const firstDelay = 60_000;
const longestDelay = 300_000;
/** Ms after which an intent of another region is taken over. */
const overdue = 300_000;
/** Ms: systems forget idempotency keys after a day, and the call could have its effect twice. */
const life = 24 * 60 * 60_000;

/** What the runtime writes on intents: keys, stamps and the note are its own. */
export class Intents {
	constructor(private readonly options: IntentsOptions) {}

	/**
	 * Keeps a new intent: held by whoever keeps it, or due at once where the call is not to be made now. Another one under
	 * the key stays as it is.
	 */
	async keep(
		name: string,
		row: Key,
		of: Pick<CallNote, "rule"> & { isHeld: boolean; context: Row["context"] },
	): Promise<
		{ kept: IntentRow; found?: never } | { kept?: never; found: IntentRow }
	> {
		const { store, now, newId, region } = this.options;
		const { rule, isHeld, context } = of;
		const at = now();
		const note: CallNote = {
			...{ rule, status: "open", since: at },
			...(isHeld
				? { attempts: 1, nextAt: at + lease }
				: { attempts: 0, nextAt: at }),
		};
		const first: Row = {
			...{ ...row, discriminator: name, timestamp: at, changeId: newId() },
			...{ awsregion: region, ...(context && { context }) },
		};
		const kept = noted(first, note);
		const refused = await store.put(kept, absent);
		const found = asIntent(refused?.current);
		// The SDK had sent it twice: the first answer was lost.
		const isOurs = found?.changeId === kept.changeId;
		return refused && found && !isOurs ? { found } : { kept };
	}

	/** Takes an intent that is due, to call; undefined where somebody else has, or nothing is left to do. */
	async claim(key: Key): Promise<IntentRow | undefined> {
		const { store, now, region } = this.options;
		const current = asIntent(await store.get(key));
		if (!current || !isDue(current, { now: now(), region })) return undefined;
		const { attempts } = current.call;
		return this.move(current, {
			attempts: attempts + 1,
			nextAt: now() + lease,
		});
	}

	/** Opens a failed one again, by the fields that it is to have now. Undefined where it is not failed any more. */
	async reopen(
		found: IntentRow,
		{ fields = found, isHeld }: { fields?: Key; isHeld: boolean },
	): Promise<IntentRow | undefined> {
		const at = this.options.now();
		const { attempts } = found.call;
		return this.move(
			found,
			{
				...{ status: "open", since: at },
				...(isHeld
					? { attempts: attempts + 1, nextAt: at + lease }
					: { nextAt: at }),
			},
			fields,
		);
	}

	/** Notes what came of an attempt. That it is done stands whatever others note meanwhile. */
	async settle(
		held: IntentRow,
		outcome:
			| { status: "done"; error?: undefined }
			| { status: "open" | "failed"; error: string },
	): Promise<void> {
		const { store, now } = this.options;
		const { status, error } = outcome;
		const { attempts } = held.call;
		const nextAt = now() + delayAfter(attempts);
		const note = { status, ...(status === "open" && { nextAt }), error };
		let current: IntentRow | undefined = held;
		while (current && current.call.status !== "done") {
			const next = this.next(current, note, held);
			const refused = await store.put(next, unchangedSince(current));
			if (!refused) return;
			current = asIntent(refused.current);
			if (current?.changeId === next.changeId || status !== "done") return;
		}
	}

	/** The intents of one name that are due, the first due first; by an index, so a moment late. */
	async *due(name: string): AsyncGenerator<IntentRow> {
		const { store, now, region } = this.options;
		let start: Record<string, unknown> | undefined;
		do {
			const { rows, next } = await store.query({
				IndexName: "gsi2",
				KeyConditionExpression:
					"discriminator = :name AND begins_with(#data, :open)",
				ExpressionAttributeNames: { "#data": "data" },
				ExpressionAttributeValues: { ":name": name, ":open": "open#" },
				...(start && { ExclusiveStartKey: start }),
			});
			for (const row of rows) {
				const intent = asIntent(row);
				if (!intent) continue;
				if (intent.call.nextAt > now()) return;
				if (isDue(intent, { now: now(), region })) yield intent;
			}
			start = next;
		} while (start);
	}

	private async move(
		current: IntentRow,
		note: Partial<CallNote>,
		fields: Key = current,
	): Promise<IntentRow | undefined> {
		const next = this.next(current, note, fields);
		const { store } = this.options;
		const refused = await store.put(next, unchangedSince(current));
		const ours = refused?.current?.changeId === next.changeId;
		return !refused || ours ? next : undefined;
	}

	/** The fields are those that we can read: of what stands there they may be encrypted. */
	private next(
		current: IntentRow,
		note: Partial<CallNote>,
		fields: Key,
	): IntentRow {
		const { now, newId, region } = this.options;
		const { discriminator, context, call } = current;
		const { status, error, ...rest } = { ...call, ...note };
		const { ttl: _, ...kept }: Key & { ttl?: number } = fields;
		const stamped: Row = {
			...{ ...kept, discriminator, ...(context && { context }) },
			timestamp: Math.max(now(), current.timestamp + 1),
			...{ changeId: newId(), awsregion: region },
			// What made it cannot come again by then.
			...(status === "done" && {
				ttl: Math.floor(now() / 1000) + limits.handledEvents,
			}),
		};
		return noted(stamped, { ...rest, status, ...(error && { error }) });
	}
}

/** An attempt in another region would be the same call; but that region may be well, and about to make it. */
export function isDue(
	{ call, awsregion }: IntentRow,
	{ now, region }: { now: number; region: string },
): boolean {
	const late = awsregion === region ? 0 : overdue;
	return call.status === "open" && call.nextAt + late <= now;
}

/** Whether nobody should call any more without asking a human. */
export function isStale({ call }: IntentRow, now: number): boolean {
	return call.since + life <= now;
}

/** Ms until the next attempt. */
export function delayAfter(attempts: number): number {
	const doubled = firstDelay * 2 ** Math.min(Math.max(attempts - 1, 0), 10);
	return Math.min(doubled, longestDelay);
}

/** In gsi2 the open ones are listed by when they are due. */
function noted(row: Row, call: CallNote): IntentRow {
	const { status, nextAt } = call;
	const due = new Date(nextAt).toISOString();
	return { ...row, call, data: status === "open" ? `open#${due}` : status };
}

/** Only {@link Intents} writes rows of that name. */
export function asIntent(row: Row | undefined): IntentRow | undefined {
	return row as IntentRow | undefined;
}
