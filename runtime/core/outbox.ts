import type { Context as LambdaContext } from "aws-lambda";
import type { Envelope } from "./envelope";
import { type FaultEvent, type FaultOf, faultEvent } from "./faults";
import { type Ports, publishTagged } from "./ports";
import { isRetryable } from "./retryable";

export interface Flushed<Record> {
	published: Envelope[];
	faults: FaultEvent[];
	/** The records that must come again: what the bus refused, or whose fault it refused. */
	failed: Set<Record>;
}

/** What one invocation has to publish: events and faults, each for a record. Faults never outlive their invocation. */
export class Outbox<Record extends object> {
	private readonly events = new Map<Envelope, Record>();
	private readonly routing = new Map<Envelope, readonly string[]>();
	private readonly faults = new Map<FaultEvent, Record>();

	constructor(
		private readonly ports: Ports,
		private readonly lambda: LambdaContext,
	) {}

	/** `routing`: the paths of what stays in the event where its body is too large for the bus. */
	add(record: Record, event: Envelope, routing: readonly string[] = []): void {
		this.events.set(event, record);
		this.routing.set(event, routing);
	}

	/** An error that a repetition would not mend; `evidence` is what is kept of the record. */
	fault(
		record: Record,
		failed: Omit<FaultOf, "record">,
		evidence: unknown = record,
	): void {
		const { service, functionName } = this.ports.environment;
		const event = faultEvent(
			{ ...failed, record: evidence },
			{
				service,
				functionName,
				invocationId: this.lambda.awsRequestId,
				now: this.ports.now(),
			},
		);
		this.faults.set(event, record);
	}

	async flush(): Promise<Flushed<Record>> {
		const failed = new Set<Record>();
		const refusedEvents = await this.publish([...this.events.keys()]);
		for (const [event, error] of refusedEvents) {
			const record = this.events.get(event);
			if (!record) continue;
			if (isRetryable(error)) failed.add(record);
			else this.fault(record, { rule: event.type, error, event });
		}
		const faults = [...this.faults.keys()];
		const refusedFaults = await this.publish(faults);
		for (const [event, record] of this.faults)
			if (refusedFaults.has(event)) failed.add(record);
		return {
			published: [...this.events.keys()].filter((e) => !refusedEvents.has(e)),
			faults: faults.filter((event) => !refusedFaults.has(event)),
			failed,
		};
	}

	private async publish(events: Envelope[]): Promise<Map<Envelope, Error>> {
		if (events.length === 0) return new Map();
		const { refused } = await publishTagged(
			events,
			this.ports,
			this.lambda,
			this.routing,
		);
		return refused;
	}
}
