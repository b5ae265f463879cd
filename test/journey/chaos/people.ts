import type { Platform } from "../../../local/platform";
import { type Answer, type CallOptions, Client } from "../client";
import type { Counts } from "./counts";
import { pause } from "./pace";
import { customers, drivers, restaurants } from "./plan";
import type { Random } from "./random";

const scopes = {
	restaurant: ["menu:write", "orders:accept"],
	customer: ["orders:submit"],
	delivery: ["deliveries:make"],
};

type Service = keyof typeof scopes;

export interface Command extends CallOptions {
	service: Service;
	subject: string;
	method: string;
	path: string;
}

/** Statuses of answers. */
export interface Expected {
	good: number[];
	/** What is answered as long as something else has not arrived there. */
	notYet?: number[];
	/** What a good answer says in the end. */
	until?: (body: Answer["body"]) => boolean;
}

/** An answer that nobody should get, whatever fails. */
export class Surprise extends Error {
	override name = "Surprise";
}

/** What may be answered while things fail: too much at once, or an error of the server's. */
export const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Those who use the platform: each asks until there is an answer, in whatever region. */
export class People {
	private constructor(
		readonly regions: readonly string[],
		private readonly clients: ReadonlyMap<string, Client>,
		private readonly counts: Counts,
	) {}

	static async of(platform: Platform, counts: Counts): Promise<People> {
		const clients = new Map<string, Client>();
		const all = {
			restaurant: restaurants,
			customer: customers,
			delivery: drivers,
		};
		for (const [service, subjects] of Object.entries(all))
			for (const subject of subjects) {
				const token = await platform.token(subject, scopes[service as Service]);
				clients.set(subject, new Client(platform, service, token));
			}
		return new People(Object.keys(platform.outputs.buses), clients, counts);
	}

	/** Once, in a region. */
	ask(
		region: string,
		{ service: _, subject, method, path, ...options }: Command,
	): Promise<Answer> {
		const client = this.clients.get(subject);
		if (!client) throw new Error(`Nobody is called ${subject}`);
		return client.call(region, method, path, options);
	}

	/**
	 * Until it is answered as expected, each time in a random region. Any other answer is a {@link Surprise}. Undefined when
	 * it is over.
	 */
	async insist(
		command: Command,
		{ good, notYet = [], until = () => true }: Expected,
		random: Random,
		over: AbortSignal,
	): Promise<Answer | undefined> {
		for (let wait = 100; !over.aborted; wait = Math.min(wait * 1.5, 2000)) {
			const region = random.pick(this.regions);
			// No answer at all, or one that is no JSON: the function was killed.
			const answer = await this.ask(region, command).catch(() => undefined);
			const status = answer?.status ?? 0;
			if (answer && good.includes(status) && until(answer.body)) return answer;
			const { method, path } = command;
			const waits = notYet.includes(status) || good.includes(status);
			if (answer && !passing.has(status) && !waits)
				throw new Surprise(
					`${method} ${path} in ${region} is answered ${status}: ${JSON.stringify(answer.body)}`,
				);
			if (!waits)
				this.counts.add(answer ? `answered ${status}` : "not answered");
			await pause(wait, over);
		}
		return undefined;
	}
}
