import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import type { Bus, TakenFault } from "./bus";
import type { Cell } from "./cell";
import { type Ended, Invocation, type Mishap } from "./invocation";
import { httpEvent, lambdaContext } from "./records";
import type { Story } from "./story";

/** A user's request: a route of a service's contract. */
export interface Command {
	service: string;
	route: string;
	user?: string;
	path?: Record<string, string>;
	query?: Record<string, string>;
	body?: unknown;
	/** An Idempotency-Key. */
	key?: string;
}

interface Paused {
	region: string;
	resume(): Promise<void>;
}

/** How a trigger is handed records. */
interface Handing {
	mishap?: Mishap | undefined;
	/** Of a resubmission. */
	rule?: string;
	then?: (ended: Ended<DynamoDBBatchResponse>) => void;
}

/** Runs the functions of cells, each until it ends, dies or is paused, and tells what they did. */
export class Runner {
	private readonly paused: Paused[] = [];
	private requests = 0;
	private invocations = 0;

	constructor(
		private readonly story: Story,
		private readonly bus: Bus,
	) {}

	async ask(
		cell: Cell,
		{ service, route, user = "user", key, ...parts }: Command,
		mishap?: Mishap,
	): Promise<number | undefined> {
		const scope = cell.service.contract.api[route]?.scopes.join(" ") ?? "";
		const event = httpEvent(route, {
			...parts,
			claims: { sub: user, scope },
			headers: {
				"x-correlation-id": `request-${++this.requests}`,
				traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
				...(key && { "idempotency-key": key }),
			},
		});
		const asked = JSON.stringify({ ...parts.path, ...Object(parts.body) });
		let status: number | undefined;
		await this.invoke(
			cell,
			`${user} asks ${service} ${route} ${asked}${key ? ` with the key ${key}` : ""}`,
			mishap,
			(ports) => cell.rest(ports)(event),
			(ended) => {
				status = ended.kind === "answered" ? ended.value.statusCode : undefined;
				return status ? String(status) : "no answer";
			},
		);
		return status;
	}

	async publish(cell: Cell, size: number, mishap?: Mishap): Promise<void> {
		const batch = cell.mapping.next(size);
		if (!batch) return;
		const then: Handing["then"] = (ended) => cell.mapping.answer(ended);
		await this.trigger(cell, "trigger", batch, { mishap, then });
	}

	/** What the mapping gave up comes again, past the mapping. */
	async redrive(cell: Cell): Promise<void> {
		const records = cell.mapping.redrive();
		if (records.length > 0)
			await this.trigger(cell, "trigger, from the failure bucket,", records);
	}

	async listen(
		cell: Cell,
		place: number,
		size: number,
		mishap?: Mishap,
	): Promise<void> {
		const batch = cell.queue.receive(place, size);
		if (batch.length === 0) return;
		const heard = batch.map(({ event }) => this.bus.describe(event.id));
		await this.invoke(
			cell,
			`${cell.name} listener gets ${heard.join(", ")}`,
			mishap,
			(ports, lambda) =>
				cell.listener(ports)({ Records: cell.queue.toRecords(batch) }, lambda),
			(ended) => {
				cell.queue.answer(batch, ended);
				return ended.kind === "answered"
					? again(ended.value.batchItemFailures.length)
					: "all again";
			},
		);
	}

	/** The rule that failed runs again, with what the fault kept. */
	async resubmit(cell: Cell, { event }: TakenFault): Promise<void> {
		const { id, fault } = event;
		const { rule, record } = fault;
		const label = `${this.bus.describe(id)} is resubmitted:`;
		if (!("body" in record))
			return this.trigger(cell, label, [record], { rule });
		const { body } = record;
		const batch = [{ id, event: JSON.parse(body), body, received: 1 }];
		const Records = cell.queue.toRecords(batch);
		await this.invoke(
			cell,
			`${cell.name} ${label} listener`,
			undefined,
			(ports, lambda) => cell.listener(ports)({ Records, rule }, lambda),
			() => "",
		);
	}

	hasPaused(isUp: (region: string) => boolean): boolean {
		return this.paused.some(({ region }) => isUp(region));
	}

	async resume(
		place: number,
		isUp: (region: string) => boolean,
	): Promise<void> {
		const ready = this.paused.filter(({ region }) => isUp(region));
		const one = ready[place % Math.max(1, ready.length)];
		if (!one) return;
		this.paused.splice(this.paused.indexOf(one), 1);
		await one.resume();
	}

	private trigger(
		cell: Cell,
		label: string,
		batch: readonly DynamoDBRecord[],
		{ mishap, rule, then = () => {} }: Handing = {},
	): Promise<void> {
		const told = batch.map((record) => this.story.record(record));
		return this.invoke(
			cell,
			`${cell.name} ${label} gets ${told.join(", ")}`,
			mishap,
			(ports, lambda) =>
				cell.trigger(ports)(
					{ Records: [...batch], ...(rule && { rule }) },
					lambda,
				),
			(ended) => {
				then(ended);
				if (ended.kind !== "answered") return "all again";
				const [lowest] = ended.value.batchItemFailures;
				const done = batch.findIndex(
					({ dynamodb }) => dynamodb?.SequenceNumber === lowest?.itemIdentifier,
				);
				return again(lowest ? batch.length - done : 0);
			},
		);
	}

	/** Runs a function until it ends, dies or is paused; `end` says what came of it. */
	private async invoke<T>(
		cell: Cell,
		what: string,
		mishap: Mishap | undefined,
		run: (
			ports: ReturnType<Cell["ports"]>,
			lambda: ReturnType<typeof lambdaContext>,
		) => Promise<T>,
		end: (ended: Ended<T>) => string,
	): Promise<void> {
		const invocation = new Invocation<T>(mishap);
		const ports = cell.ports(invocation, this.story);
		const { region } = cell;
		const lambda = lambdaContext({
			invocation: `invocation-${++this.invocations}`,
			// No time to send an entry twice: the stream does.
			remaining: 0,
			region,
		});
		const settle = (ended: Ended<T>, label: string) => {
			const effects = invocation.effects.splice(0);
			if (ended.kind === "failed") effects.push(String(ended.error));
			if (ended.kind === "paused") {
				const resume = async () =>
					settle(await invocation.resume(), `(${label})`);
				this.paused.push({ region, resume });
				this.story.tell(region, label, effects);
			} else this.story.tell(region, label, [...effects, end(ended)]);
		};
		settle(await invocation.start(() => run(ports, lambda)), what);
	}
}

function again(count: number): string {
	return count > 0 ? `${count} again` : "";
}
