import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { choosePort } from "../../../local/emulator/port";
import { signedHeaders } from "../../../local/processor/deliveries";
import type { Client } from "../../../local/processor/processor";
import type { Counts } from "./counts";
import { pause } from "./pace";
import { passing } from "./people";
import type { Random } from "./random";

/** A webhook, as it may be sent any number of times. */
interface Letter {
	id: string;
	body: string;
}

const carried = [
	"content-type",
	"webhook-id",
	"webhook-timestamp",
	"webhook-signature",
];

/**
 * Carries the processor's webhooks to the platform, and keeps them: some answers get lost on the way back, old letters are
 * sent again, and some are forged.
 */
export class Post {
	/** By id. */
	readonly letters = new Map<string, Letter>();
	/** Answers that no such letter should get. */
	readonly surprises: string[] = [];
	private loses = () => false;

	private constructor(
		private readonly client: Client,
		private readonly counts: Counts,
		/** Of this one, for each of the client's. */
		readonly urls: readonly string[],
	) {}

	static async start(
		client: Client,
		counts: Counts,
	): Promise<{ post: Post; stop: () => Promise<void> }> {
		const port = await choosePort();
		const urls = client.urls.map((_, n) => `http://127.0.0.1:${port}/${n}`);
		const post = new Post(client, counts, urls);
		const server = createServer((request, response) => {
			post
				.carry(request)
				.then((status) => {
					if (status === undefined) return response.destroy();
					response.writeHead(status);
					response.end();
				})
				.catch(() => response.destroy());
		});
		await new Promise<void>((resolve) =>
			server.listen(port, "127.0.0.1", resolve),
		);
		const stop = () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		return { post, stop };
	}

	/** The status for the processor; undefined where it gets lost. */
	private async carry(request: IncomingMessage): Promise<number | undefined> {
		const url = this.client.urls[Number(request.url?.slice(1))] ?? "";
		const body = await text(request);
		const sent = Object.fromEntries(
			carried.map((name) => [name, String(request.headers[name])]),
		);
		const id = sent["webhook-id"] ?? "";
		this.letters.set(id, { id, body });
		const status = await this.deliver(url, body, sent);
		this.judge(status, [204], `the webhook ${body}`);
		if (!this.loses()) return status;
		this.counts.add("webhook's answer lost");
		return undefined;
	}

	/** Old letters come again, in whatever region, and false ones, until it is over. */
	async mischief(random: Random, over: AbortSignal): Promise<void> {
		const chances = random.fork("lost");
		this.loses = () => !over.aborted && chances.chance(0.1);
		for (let n = 0; !over.aborted; n++) {
			await pause(random.int(100, 1000), over);
			const url = random.pick(this.client.urls);
			if (random.chance(0.3)) await this.forge(url, n, random);
			else await this.repeat(url, random);
		}
	}

	private async repeat(url: string, random: Random): Promise<void> {
		const place = random.next();
		const letters = [...this.letters.values()];
		const letter = letters[Math.floor(place * letters.length)];
		if (!letter) return;
		const status = await this.deliver(url, letter.body, this.seal(letter));
		this.judge(status, [204], `the webhook ${letter.body}, once more,`);
		this.counts.add("webhook repeated");
	}

	/** Signed with another key, with ours but too long ago, or with our signature of something else. */
	private async forge(url: string, n: number, random: Random) {
		const [real] = this.letters.values();
		if (!real) return;
		const body = JSON.stringify({
			event: random.pick(["authorized", "declined", "voided"]),
			orderId: `forged-${n}`,
			amount: { amount: 100, currency: "EUR" },
		});
		const letter = { id: `msg_forged_${n}`, body };
		const anyKey = `whsec_${Buffer.from("forged").toString("base64")}`;
		const { seals, refusals } = random.pick([
			{ seals: this.seal(letter, { key: anyKey }), refusals: [401] },
			{ seals: this.seal(letter, { ago: 3600 }), refusals: [400] },
			{ seals: this.seal({ ...real, id: letter.id }), refusals: [401] },
		]);
		const status = await this.deliver(url, letter.body, seals);
		this.judge(status, refusals, `a forged webhook (${n})`);
		this.counts.add("webhook forged");
	}

	private seal(
		{ id, body }: Letter,
		{ key = this.client.secret, ago = 0 } = {},
	) {
		const seconds = Math.floor(Date.now() / 1000) - ago;
		return signedHeaders(key, { id, body, seconds });
	}

	/** Undefined where there is no answer. */
	private async deliver(
		url: string,
		body: string,
		headers: Record<string, string>,
	): Promise<number | undefined> {
		try {
			const response = await fetch(url, {
				method: "POST",
				body,
				headers,
				signal: AbortSignal.timeout(15_000),
			});
			await response.text();
			return response.status;
		} catch {
			return undefined;
		}
	}

	private judge(
		status: number | undefined,
		good: readonly number[],
		what: string,
	): void {
		if (status === undefined || good.includes(status)) return;
		if (passing.has(status)) this.counts.add(`webhook answered ${status}`);
		else this.surprises.push(`${what} is answered ${status}`);
	}
}
