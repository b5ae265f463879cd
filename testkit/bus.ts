import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { DynamoDBRecord } from "aws-lambda";
import type { Envelope, Header } from "../runtime/core/envelope";
import type { Cell } from "./cell";

/** An event as a region's bus took it. */
export interface Taken {
	region: string;
	source: string;
	event: Envelope & Record<string, unknown>;
}

/** A fault as a function told it. */
export interface TakenFault {
	region: string;
	source: string;
	event: {
		id: string;
		fault: { rule: string; record: DynamoDBRecord | { body: string } };
	};
}

/** As a rule's pattern sees it. */
export function onBus({ source, event }: Omit<Taken, "region">): object {
	return { source, "detail-type": event.type, detail: event };
}

/** The buses of all regions: what each took, on its way into the queues whose rules want it. */
export class Bus {
	readonly taken: Taken[] = [];
	private readonly faults: TakenFault[] = [];
	private readonly names = new Map<string, string>();

	constructor(private readonly cells: readonly Cell[]) {}

	/** A PutEvents; `refused` has a bit for each entry that is not taken. */
	take(
		region: string,
		entries: readonly PutEventsRequestEntry[],
		refused: number,
	) {
		return entries.map((entry, i) => {
			if ((refused >> i) & 1) return { errorCode: "InternalFailure" };
			this.deliver(region, entry);
			return { errorCode: undefined };
		});
	}

	/** The faults since this was last asked. */
	newFaults(): TakenFault[] {
		return this.faults.splice(0);
	}

	/** Remembers how to call the event. */
	named({ id, type, partitionKey }: Omit<Header, "timestamp" | "tags">): void {
		this.names.set(id, `${type} ${partitionKey} (${id})`);
	}

	/** The event of an id, in words. */
	describe(id: string): string {
		return this.names.get(id) ?? id;
	}

	private deliver(
		region: string,
		{ Source = "", Detail = "" }: PutEventsRequestEntry,
	) {
		const event: Taken["event"] = JSON.parse(Detail);
		const taken = { region, source: Source, event };
		this.taken.push(taken);
		if (event.type === "fault")
			this.faults.push({ ...taken, event: JSON.parse(Detail) });
		this.named(event);
		for (const cell of this.cells)
			if (cell.region === region && cell.hears(onBus(taken)))
				cell.queue.push(event, Detail);
	}
}
