import { CallRefused, Retryable } from "../errors";
import { requestKey } from "./call-key";
import type { Secrets } from "./secrets";
import type { System, SystemRequest } from "./system";

/** All that a call needs beside what it says. */
export interface Sending {
	/** The system's name. */
	name: string;
	url: string;
	/** The id of the secret that it wants to see. */
	secret: string;
	/** Seconds. */
	timeout: number;
	/** See {@link callKey}. */
	key: string;
	traceparent: string | undefined;
	/** How often a request is sent at most, within the call. */
	tries: number;
	secrets: Secrets;
	fetch: typeof fetch;
	/** Ms of the invocation that are left. */
	remaining: () => number;
	/** Waits that many ms. */
	sleep?: (ms: number) => Promise<void>;
	random?: () => number;
}

/** What the call has shown of the system's health; undefined where nothing was sent. */
export type Health = "answered" | "failed" | undefined;

/** The call was not answered, or in a way that may be another one later. */
export class CallFailed extends Retryable {
	override name = "CallFailed";
}

const firstDelay = 200;
/** Ms of the invocation that are for noting what came of the call. */
const reserve = 2000;

/** Says that the system is there and refuses just this: 409 and 425 of a request that is still under way. */
const busy = new Set([409, 425]);
const unwell = new Set([401, 408, 429]);

/** One call of an external system, of one request or several. */
export class Call implements System {
	health: Health;
	private requests = 0;

	constructor(private readonly sending: Sending) {}

	async send(request: SystemRequest): Promise<unknown> {
		const { name, tries } = this.sending;
		const { sleep = defaultSleep, random = Math.random } = this.sending;
		if (!request.path.startsWith("/"))
			throw new Error(`${name}: the path must start with a slash`);
		const key = requestKey(this.sending.key, this.requests++);
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.sendOnce(request, key);
			} catch (error) {
				const delay = random() * firstDelay * 2 ** attempt;
				const again = error instanceof CallFailed && attempt < tries;
				if (!again || !this.hasTime(delay)) throw error;
				await sleep(delay);
			}
		}
	}

	private hasTime(delay: number): boolean {
		const { remaining, timeout } = this.sending;
		return remaining() - reserve > delay + timeout * 1000;
	}

	private async sendOnce(request: SystemRequest, key: string) {
		const { name, secret, secrets } = this.sending;
		const [current = ""] = await keys(name, secrets.valid(secret));
		const answer = await this.answerTo(request, key, current);
		if (answer.status !== 401) return this.judged(answer);
		// The secret may have been changed since we read it.
		const [newer = ""] = await keys(name, secrets.renewed(secret));
		return this.judged(
			newer === current ? answer : await this.answerTo(request, key, newer),
		);
	}

	private async answerTo(
		{ method, path, body }: SystemRequest,
		key: string,
		secret: string,
	): Promise<{ status: number; text: string }> {
		const { name, url, traceparent, remaining, timeout } = this.sending;
		const time = Math.min(timeout * 1000, remaining() - reserve);
		if (time <= 0) throw new Retryable(`no time is left to call ${name}`);
		try {
			const response = await this.sending.fetch(`${withoutSlash(url)}${path}`, {
				method,
				headers: {
					authorization: `Bearer ${secret}`,
					"idempotency-key": key,
					...(traceparent && { traceparent }),
					...(body !== undefined && { "content-type": "application/json" }),
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
				// The key is for this address alone.
				redirect: "manual",
				signal: AbortSignal.timeout(time),
			});
			return { status: response.status, text: await response.text() };
		} catch (error) {
			this.health = "failed";
			throw new CallFailed(`${name} ${reasonOf(error)}`);
		}
	}

	private judged({ status, text }: { status: number; text: string }): unknown {
		const { name } = this.sending;
		const failed = status >= 500 || unwell.has(status);
		this.health = failed ? "failed" : "answered";
		if (failed || busy.has(status))
			throw new CallFailed(`${name} answered ${status}`);
		if (status < 200 || status > 299) throw new CallRefused(name, status);
		return parsed(text);
	}
}

/** That a key cannot be read is our own trouble, and will pass. */
async function keys(name: string, read: Promise<string[]>): Promise<string[]> {
	try {
		return await read;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Retryable(`the key of ${name} cannot be read: ${reason}`);
	}
}

/** Never what was sent: a URL may hold what nobody should read. */
function reasonOf(error: unknown): string {
	const { name, cause }: { name?: unknown; cause?: unknown } = Object(error);
	if (name === "TimeoutError") return "did not answer in time";
	const { code }: { code?: unknown } = Object(cause);
	return `could not be reached${typeof code === "string" ? `: ${code}` : ""}`;
}

/** The call has had its effect, whatever it says of it. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const withoutSlash = (url: string) => url.replace(/\/$/, "");

const defaultSleep = (ms: number) =>
	new Promise<void>((resolve) => setTimeout(resolve, ms));
