import fc from "fast-check";
import type { Breaker } from "../../../runtime/core/breaker";
import type { IntentRow } from "../../../runtime/core/intents";
import type { Ports } from "../../../runtime/core/ports";
import { job } from "../../../runtime/job";
import { listener } from "../../../runtime/listener";
import { envelope, message } from "../../../testkit/records";
import { clearTelemetry } from "../../../testkit/telemetry";
import { till } from "../../unit/runtime/world/gateway";
import { accident, place, region } from "./histories";
import {
	type Accident,
	GatewayWorld,
	type Region,
	regions,
	type Waiting,
} from "./world";

/** How the bank answers: `lost` does what it is asked, and nobody hears of it. */
type Mood = "well" | "failing" | "lost" | "busy" | "refusing";
const orders = ["order-1", "order-2", "order-3"];

export type CallStep =
	| { do: "event"; region: Region; order: string }
	| { do: "listen" | "retry"; region: Region; accident: Accident | undefined }
	| { do: "repeat" | "resubmit"; place: number }
	| { do: "replicate"; region: Region; place: number }
	| { do: "mood"; mood: Mood }
	| { do: "wait"; ms: number };

export const callStep: fc.Arbitrary<CallStep> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("event" as const),
			region,
			order: fc.constantFrom(...orders),
		}),
	},
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constantFrom("listen" as const, "retry" as const),
			region,
			accident,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom("repeat" as const, "resubmit" as const),
			place,
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("replicate" as const),
			region,
			place,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant("mood" as const),
			mood: fc.constantFrom<Mood[]>(
				...([
					"well",
					"failing",
					"failing",
					"lost",
					"busy",
					"refusing",
				] as const),
			),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant("wait" as const),
			ms: fc.constantFrom(1, 30_000, 60_000, 300_000),
		}),
	},
);

const handlers = {
	charge: ({ order: { orderId } }: { order: { orderId: string } }) => ({
		...{ pk: orderId, sk: "charge" },
		cents: orders.indexOf(orderId),
	}),
	"keep-sales": () => undefined,
};
const jobs = { sum: async () => ({}), sweep: async () => ({}) };

const optionsOf = (ports: Ports) => ({
	ports: () => ports,
	calls: {
		charge: async (
			{ pk: orderId }: { pk: string },
			bank: { send(request: object): Promise<unknown> },
		) => {
			const body = { orderId };
			await bank.send({ method: "POST", path: "/charges", body });
		},
	},
});

/** A gateway that charges orders at a bank of changing moods. */
export class CallWorld extends GatewayWorld {
	private mood: Mood = "well";
	private queue: Waiting[] = [];
	private done: Waiting[] = [];
	/** Keys under which an order has been charged. */
	private readonly charged = new Map<string, Set<string>>();

	async take(step: CallStep): Promise<void> {
		switch (step.do) {
			case "event":
				this.send(step.region, step.order);
				break;
			case "listen":
				await this.listen(step.region, step.accident);
				break;
			case "retry":
				await this.retry(step.region, step.accident);
				break;
			case "repeat": {
				const one = this.done[step.place % Math.max(1, this.done.length)];
				if (one) this.queue.push({ ...one, visibleAt: this.time });
				break;
			}
			case "resubmit":
				this.queue.push(...this.takeFaults());
				break;
			case "replicate":
				this.replicate(step.region, step.place);
				break;
			case "mood":
				this.mood = step.mood;
				break;
			case "wait":
				this.time += step.ms;
		}
		this.noneIsLost();
	}

	/** The bank is well, and all that is under way comes to its end. */
	async rest(): Promise<void> {
		this.mood = "well";
		for (let round = 0; round < 40; round++) {
			this.replicateAll();
			for (const region of regions) {
				while (this.due(region)) await this.listen(region);
				await this.retry(region);
			}
			this.queue.push(...this.takeFaults());
			this.noneIsLost();
			this.time += 60_000;
			if (this.isAtRest()) break;
		}
		this.replicateAll();
		this.allAreChargedOnce();
	}

	private send(region: Region, orderId: string): void {
		const event = envelope({
			id: `event-${orderId}`,
			tags: { source: "shop", hops: 0 },
			order: { orderId, total: 1 },
		});
		this.queue.push({ region, record: message(event), visibleAt: this.time });
	}

	private due(region: Region): Waiting | undefined {
		return this.queue.find(
			(one) => one.region === region && one.visibleAt <= this.time,
		);
	}

	private async listen(region: Region, accident?: Accident): Promise<void> {
		const one = this.due(region);
		if (!one) return;
		const { record, rule } = one;
		const event = { Records: [record], ...(rule && { rule }) };
		const isOfJob = "job" in JSON.parse(record.body);
		const wasClosed = this.breaker(region).state === "closed";
		const answer = await this.run(
			region,
			(ports, lambda) =>
				isOfJob
					? job(till, jobs, optionsOf(ports))(event, lambda)
					: listener(till, handlers, optionsOf(ports))(event, lambda),
			{
				accident,
				remaining: isOfJob ? 300_000 : 3000,
				outside: (init) => {
					if (!wasClosed) throw new Broken("a call while the breaker is open");
					return this.bank(region, init);
				},
			},
		);
		this.queue.splice(this.queue.indexOf(one), 1);
		if (answer?.batchItemFailures.length === 0) this.done.push(one);
		else this.queue.push({ ...one, visibleAt: this.time + 1 });
	}

	private async retry(region: Region, accident?: Accident): Promise<void> {
		const scheduledTime = new Date(this.time).toISOString();
		const record = message({ job: "retry-calls", scheduledTime });
		const wasClosed = this.breaker(region).state === "closed";
		let calls = 0;
		await this.run(
			region,
			(ports, lambda) =>
				job(till, jobs, optionsOf(ports))({ Records: [record] }, lambda),
			{
				accident,
				outside: (init) => {
					const { state } = this.breaker(region);
					const isProbe = calls++ === 0 && state === "half-open";
					if (!wasClosed && !isProbe && state !== "closed")
						throw new Broken("a call while the breaker is open");
					return this.bank(region, init);
				},
			},
		);
	}

	private bank(region: Region, { headers, body }: RequestInit): Response {
		const { orderId } = JSON.parse(String(body));
		const key = new Headers(headers).get("idempotency-key") ?? "";
		if (this.intent(region, orderId)?.call.status !== "open")
			throw new Broken(`a call for ${orderId} without a stored intent`);
		const answers = { failing: 500, busy: 409, refusing: 422 };
		if (this.mood !== "well" && this.mood !== "lost")
			return new Response("{}", { status: answers[this.mood] });
		const keys = this.charged.get(orderId) ?? new Set();
		this.charged.set(orderId, keys.add(key));
		if (keys.size > 1) throw new Broken(`${orderId} is charged twice`);
		if (this.mood === "lost")
			throw Object.assign(new Error(), { name: "TimeoutError" });
		return new Response("{}", { status: 202 });
	}

	private intent(region: Region, orderId: string): IntentRow | undefined {
		return this.replicas[region].table.row(orderId, "charge") as
			| IntentRow
			| undefined;
	}

	private breaker(region: Region): Breaker {
		const row = this.replicas[region].table.row("breaker#bank", region);
		return (row?.breaker as Breaker | undefined) ?? closed;
	}

	/** Whose message is done has an intent, which is open, done, or failed and a fault. */
	private noneIsLost(): void {
		this.rethrow();
		for (const { region, record } of this.done) {
			const { order } = JSON.parse(record.body);
			if (!order) continue;
			const intent = this.intent(region, order.orderId);
			if (!intent) throw new Error(`the intent of ${order.orderId} is lost`);
		}
	}

	private isAtRest(): boolean {
		return (
			this.queue.length === 0 &&
			regions.every((region) =>
				orders.every((order) => {
					const { call } = this.intent(region, order) ?? {};
					return !call || call.status === "done";
				}),
			)
		);
	}

	private allAreChargedOnce(): void {
		this.rethrow();
		const wanted = new Set(
			[...this.done, ...this.queue].flatMap(
				({ record }) => JSON.parse(record.body).order?.orderId ?? [],
			),
		);
		for (const orderId of wanted) {
			const keys = this.charged.get(orderId)?.size ?? 0;
			if (keys !== 1) throw new Error(`${orderId} is charged ${keys} times`);
			for (const region of regions) {
				const { call } = this.intent(region, orderId) ?? {};
				if (call?.status !== "done")
					throw new Error(`${orderId} is ${call?.status} in ${region}`);
			}
		}
	}

	private rethrow(): void {
		const [broken] = Broken.all.splice(0);
		if (broken) throw broken;
	}
}

const closed: Breaker = { state: "closed", failures: 0, changes: [] };

/** The runtime would take it for an answer of the bank: it is thrown again after the step. */
class Broken extends Error {
	static readonly all: Broken[] = [];

	constructor(message: string) {
		super(message);
		Broken.all.push(this);
	}
}

export async function liveCalls(
	steps: readonly CallStep[],
	world = new CallWorld(),
): Promise<void> {
	clearTelemetry();
	Broken.all.length = 0;
	for (const step of steps) await world.take(step);
	await world.rest();
}
