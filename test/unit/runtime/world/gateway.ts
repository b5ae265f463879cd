import {
	consumed,
	contract,
	internal,
	job,
	materialized,
	produced,
	published,
	system,
	webhook,
	z,
} from "../../../../contracts";

const payment = z.object({ orderId: z.string().min(1), cents: z.int() });

/** A gateway that has one of everything. */
export const till = contract({
	name: "till",
	kind: "esg",
	owner: "tills",
	rows: {
		charge: internal({ cents: z.int() }),
		secret: internal({ card: z.string() }, { sensitive: ["card"] }),
		paid: published({ orderId: z.string(), cents: z.int() }),
		log: internal({ text: z.string() }),
		sale: materialized({ cents: z.int() }),
		sum: published({ cents: z.int() }),
	},
	produces: {
		"order-paid": produced({
			from: "paid",
			on: ["created"],
			body: { payment },
		}),
		"day-summed": produced({
			from: "sum",
			on: ["created"],
			body: { sum: z.object({ cents: z.int() }) },
		}),
	},
	consumes: {
		"order-placed": consumed({
			body: { order: z.object({ orderId: z.string(), total: z.int() }) },
		}),
	},
	rules: {
		charge: { on: ["order-placed"], calls: "bank", intends: "charge" },
		"keep-sales": { on: ["order-placed"], materializes: "sale" },
	},
	systems: { bank: system({ summary: "The bank", timeout: 2 }) },
	webhooks: {
		"POST /bank": webhook({
			summary: "What the bank says",
			from: "bank",
			body: payment,
			writes: ["paid", "log"],
		}),
	},
	jobs: {
		sum: job({ summary: "Sums", schedule: { daily: "02:00" } }),
		sweep: job({ summary: "Sweeps", schedule: { hourly: 5 } }),
	},
});
export type Till = typeof till;

/** What the functions of the till are told of it. */
export const tillEnvironment = {
	service: "till",
	systems: { bank: { url: "https://bank.example/v1/", secret: "till/bank" } },
	webhookSecrets: { bank: "till/bank-webhook" },
};

interface Request {
	url: string;
	method: string;
	headers: Record<string, string>;
	body: unknown;
}

type Answer = number | Error | { status: number; body: string };

/** An external system that answers as it is told; the last answer goes on. */
export class FakeSystem {
	readonly requests: Request[] = [];
	/** Effects by idempotency key. */
	readonly effects = new Map<string, unknown>();
	private answers: Answer[] = [202];

	answer(...answers: Answer[]): void {
		this.answers = answers;
	}

	readonly fetch: typeof fetch = async (url, init = {}) => {
		const headers = Object.fromEntries(new Headers(init.headers));
		const body =
			init.body === undefined ? undefined : JSON.parse(`${init.body}`);
		const { method = "GET" } = init;
		this.requests.push({ url: String(url), method, headers, body });
		const [answer = 202, ...others] = this.answers;
		if (others.length > 0) this.answers = others;
		if (answer instanceof Error) throw answer;
		const { status, body: text } =
			typeof answer === "number" ? { status: answer, body: "{}" } : answer;
		const key = headers["idempotency-key"] ?? "";
		if (status < 300) this.effects.set(key, body);
		return new Response(status === 204 ? null : text, { status });
	};
}

/** Secrets as Secrets Manager has them, and how often they were read. */
export class FakeSecrets {
	reads = 0;
	private readonly versions = new Map<string, string[]>();

	/** A rotation: the value before stays valid. */
	set(id: string, value: string): void {
		const [current] = this.versions.get(id) ?? [];
		this.versions.set(id, current ? [value, current] : [value]);
	}

	clear(): void {
		this.versions.clear();
	}

	readonly get = async (id: string, stage: string) => {
		this.reads++;
		return this.versions.get(id)?.[stage === "AWSCURRENT" ? 0 : 1];
	};
}
