import { limits } from "../../contracts/limits";
import { Conflict, Unprocessable } from "../errors";
import { absent, unchangedSince } from "./conditions";
import type { Context } from "./context";
import { hashId, hashValue } from "./hash";
import { isVisible, type Row } from "./rows";
import type { Store } from "./store";
import { log } from "./telemetry";

/** A POST that says with a key that its repetitions are the same request. */
export interface KeyedRequest {
	subject: string;
	route: string;
	key: string;
	/** All that the request says: path, query and body. */
	input: unknown;
}

export interface Answer {
	status: number;
	body: unknown;
}

interface Options {
	store: Store;
	region: string;
	context: Context;
	/** Ms. */
	now: () => number;
	newId: () => string;
}

/** A first try that has not answered for so long has died: longer than a function may take. In ms. */
const lease = 30_000;

/**
 * Runs the request once; a repetition gets the first answer. Another input under the same key: 422; the first still
 * running: 409. Regions do not wait for each other: what both would create has derived ids (see {@link derivedIds}).
 */
export async function idempotently(
	request: KeyedRequest,
	options: Options,
	run: () => Promise<Answer>,
): Promise<Answer> {
	const { store, region: awsregion, context, now, newId } = options;
	const inputHash = hashValue(request.input);
	const pk = `idempotency#${hashOf(request)}`;
	/** Its clock rises, as that of every row: the greatest one stands in all regions. */
	const note = (fields: object, before?: Row): Row => ({
		...fields,
		pk,
		sk: "IDEMPOTENCY",
		discriminator: "IDEMPOTENCY",
		timestamp: Math.max(now(), (before?.timestamp ?? 0) + 1),
		changeId: newId(),
		awsregion,
		context,
		ttl: Math.floor(now() / 1000) + limits.idempotencyKeys,
	});
	const claim = (before?: Row) =>
		note({ inputHash, leaseUntil: now() + lease }, before);
	const begun = await begin(store, claim, inputHash, now());
	if (!begun.running) return begun.answer;
	const { running } = begun;
	/** What came of it is known: that it cannot be noted must not hide it, and the lease ends by itself. */
	const end = (outcome: object) =>
		store
			.put(note({ inputHash, ...outcome }, running), unchangedSince(running))
			.catch((error: Error) => log().warn("outcome not noted", error));
	try {
		const answer = await run();
		await end({ answer });
		return answer;
	} catch (error) {
		// A repetition may try again at once.
		await end({ leaseUntil: 0 });
		throw error;
	}
}

/** Takes the key, or gives the answer of whoever had it before. */
async function begin(
	store: Store,
	claim: (before?: Row) => Row,
	inputHash: string,
	now: number,
): Promise<{ running: Row } | { running?: never; answer: Answer }> {
	let running = claim();
	let refused = await store.put(running, absent);
	while (refused) {
		const first: (Row & Partial<Note>) | undefined = refused.current;
		// The SDK had sent it twice: the first answer was lost.
		if (first?.changeId === running.changeId) return { running };
		if (isVisible(first, now)) {
			if (first.inputHash !== inputHash)
				throw new Unprocessable(
					"This Idempotency-Key came before with another request: use a new key for each.",
				);
			if (first.answer) return { answer: first.answer };
			if ((first.leaseUntil ?? 0) > now)
				throw new Conflict(
					"The first request with this Idempotency-Key is still running: ask again in a moment.",
				);
		}
		running = claim(first);
		refused = await store.put(running, unchangedSince(first));
	}
	return { running };
}

interface Note {
	inputHash: string;
	leaseUntil: number;
	answer: Answer;
}

/**
 * Ids that a repetition, in whatever region, makes again: the first one, the second one, and so on. Once the key is forgotten
 * another request may come with it: its ids are others.
 */
export function derivedIds(
	request: KeyedRequest,
	purpose: string,
): () => string {
	const hash = hashId(hashOf(request), hashValue(request.input));
	let n = 0;
	return () => hashId(hash, purpose, String(n++));
}

function hashOf({ subject, route, key }: KeyedRequest): string {
	return hashId("idempotency", subject, route, key);
}
