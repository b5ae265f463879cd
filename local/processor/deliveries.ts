import { createHash, createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Notice } from "./books";

/** Where notices go, and what signs them. */
export interface Recipient {
	/** One per region; a notice that one does not take goes to the next. */
	urls: readonly string[];
	/** As Standard Webhooks has it: `whsec_` and base64. */
	secret: string;
}

/** Ms between two tries: the first, doubled each time, and the longest. */
const firstPause = 100;
const longestPause = 2_000;
/** Ms that one try may take. */
const patience = 5_000;

/** Sends each notice, signed, until it is taken: at least once, and a quarter of them twice. */
export class Deliveries {
	recipient: Recipient | undefined;
	/** Whether anything is sent now. */
	isOn = () => true;
	private readonly stopped = new AbortController();
	private readonly running = new Set<Promise<void>>();

	/** How many notices nobody has taken yet. */
	get pending(): number {
		return this.running.size;
	}

	/** The same id is the same notice. */
	send(id: string, notice: Notice): void {
		const done = this.deliver(id, JSON.stringify(notice))
			.catch((error: unknown) => {
				if (!this.stopped.signal.aborted) throw error;
			})
			.finally(() => this.running.delete(done));
		this.running.add(done);
	}

	async stop(): Promise<void> {
		this.stopped.abort();
		await Promise.all(this.running);
	}

	private async deliver(id: string, body: string): Promise<void> {
		const { signal } = this.stopped;
		// The same order of regions and the same repeats in each run.
		const chance = createHash("sha256").update(id).digest().readUInt16BE();
		for (let attempt = 0; ; attempt++) {
			if (await this.post(id, body, chance + attempt)) {
				if (chance % 4 === 0) await this.post(id, body, chance + attempt + 1);
				return;
			}
			const pause = Math.min(firstPause * 2 ** attempt, longestPause);
			await wait(pause, undefined, { signal });
		}
	}

	private async post(id: string, body: string, turn: number): Promise<boolean> {
		if (!this.recipient || !this.isOn()) return false;
		const { urls, secret } = this.recipient;
		const url = urls[turn % urls.length];
		if (!url) return false;
		const headers = signedHeaders(secret, { id, body });
		try {
			const { signal } = this.stopped;
			const { ok } = await fetch(url, {
				method: "POST",
				body,
				headers,
				signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
			});
			return ok;
		} catch {
			return false;
		}
	}
}

/** What a webhook is sent with. `seconds`: when it was, since 1970. */
export function signedHeaders(
	secret: string,
	{
		id,
		body,
		seconds = Math.floor(Date.now() / 1000),
	}: { id: string; body: string; seconds?: number },
): Record<string, string> {
	return {
		"content-type": "application/json",
		"webhook-id": id,
		"webhook-timestamp": String(seconds),
		"webhook-signature": signature(secret, `${id}.${seconds}.${body}`),
	};
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
export function signature(secret: string, text: string): string {
	const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
	return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}
