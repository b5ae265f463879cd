import { olderThan } from "./conditions";
import { isRetryable } from "./retryable";
import type { Row } from "./rows";
import type { Store } from "./store";

type Result = "written" | "stale";

interface Write {
	/** What writes it: the store encrypts what its contract protects. */
	store: Store;
	row: Row;
	/** The event that the view is of. */
	event: { id: string; timestamp: number };
	done: (result: Result) => void;
	failed: (error: unknown) => void;
}

/**
 * Writes the views of one batch, each only when greater than what is there. Of those to one row that are asked for at once
 * only the greatest is sent: the lock would drop the others. It is safe by that lock, and by nothing else.
 */
export class LatestViews {
	private waiting = new Map<string, Write[]>();

	write(view: Pick<Write, "store" | "row" | "event">): Promise<Result> {
		return new Promise((done, failed) => {
			if (this.waiting.size === 0) queueMicrotask(() => this.send());
			const { pk, sk } = view.row;
			const key = JSON.stringify([pk, sk]);
			const write = { ...view, done, failed };
			const others = this.waiting.get(key);
			if (others) others.push(write);
			else this.waiting.set(key, [write]);
		});
	}

	private send(): void {
		const rows = this.waiting.values();
		this.waiting = new Map();
		for (const writes of rows) sendGreatest(writes.sort(descending));
	}
}

async function sendGreatest([
	greatest,
	...others
]: readonly Write[]): Promise<void> {
	if (!greatest) return;
	const { store, row, event, done, failed } = greatest;
	try {
		const refused = await store.put(row, olderThan(event));
		done(refused ? "stale" : "written");
		for (const other of others) other.done("stale");
	} catch (error) {
		failed(error);
		// What will never be written must not keep the next one from it.
		if (!isRetryable(error)) return sendGreatest(others);
		for (const other of others) other.failed(error);
	}
}

/** By (timestamp, id), as the lock compares them: DynamoDB orders strings by their bytes. */
function descending({ event: a }: Write, { event: b }: Write): number {
	return (
		b.timestamp - a.timestamp ||
		Buffer.compare(Buffer.from(b.id), Buffer.from(a.id))
	);
}
