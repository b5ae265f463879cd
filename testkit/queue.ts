import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { Ended } from "./invocation";
import { message } from "./records";

export interface Message {
	id: string;
	event: { id: string };
	body: string;
	received: number;
}

/** As the components set it, but for the number: a history would not last for five. */
const maxReceiveCount = 3;

/** A listener's queue: messages come in any order and more than once, and those that keep failing are put aside. */
export class Queue {
	/** What is visible. */
	readonly messages: Message[] = [];
	readonly dead: Message[] = [];
	/** What is being handled. */
	readonly received = new Set<Message>();
	/** What was handled, and may come again all the same. */
	done: Message[] = [];
	private sequence = 0;

	push(event: { id: string }, body: string): void {
		const id = `message-${++this.sequence}`;
		this.messages.push({ id, event, body, received: 0 });
	}

	/** Some messages, from a place on. */
	receive(place: number, size: number): Message[] {
		const from = place % Math.max(1, this.messages.length);
		const batch = this.messages.splice(from, size);
		for (const one of batch) {
			one.received++;
			this.received.add(one);
		}
		return batch;
	}

	toRecords(batch: readonly Message[]): SQSRecord[] {
		return batch.map(({ id, body }) => ({ ...message(body), messageId: id }));
	}

	answer(batch: readonly Message[], ended: Ended<SQSBatchResponse>): void {
		const failed = (id: string) =>
			ended.kind !== "answered" ||
			ended.value.batchItemFailures.some(
				({ itemIdentifier }) => itemIdentifier === id,
			);
		for (const one of batch) {
			this.received.delete(one);
			if (!failed(one.id)) this.done.push(one);
			else if (one.received >= maxReceiveCount) this.dead.push(one);
			else this.messages.push(one);
		}
	}

	/** A message that was handled comes again: at-least-once delivery, or a replay of the bus's archive. */
	repeat(place: number): Message | undefined {
		const one = this.done[place % Math.max(1, this.done.length)];
		if (one) this.push(one.event, one.body);
		return one;
	}

	/** The bus could not deliver. */
	giveUp(place: number): Message | undefined {
		const [one] = this.messages.splice(
			place % Math.max(1, this.messages.length),
			1,
		);
		if (one) this.dead.push(one);
		return one;
	}

	redrive(): number {
		const dead = this.dead.splice(0);
		this.messages.push(...dead.map((one) => ({ ...one, received: 0 })));
		return dead.length;
	}

	unfinished(): Message[] {
		return [...this.messages, ...this.dead, ...this.received];
	}
}
