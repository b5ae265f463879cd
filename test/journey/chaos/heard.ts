import type { Platform } from "../../../local/platform";
import { settingsOf } from "../../../local/resources/clients";
import { envelopeSchema } from "../../../runtime/core/envelope";
import { type Tap, tapBus } from "../tap";
import { pause } from "./pace";

export interface HeardEvent {
	id: string;
	type: string;
	source: string;
	/** The row's pk. */
	partitionKey: string;
	/** As it was on the bus when it was heard first. */
	text: string;
	/** What must be the same each time. */
	content: string;
}

const types = [
	...["menu-item-created", "menu-item-updated", "menu-item-deleted"],
	...["order-submitted", "order-accepted", "order-cancelled"],
	...["payment-authorized", "payment-declined", "payment-voided"],
	...["order-ready", "order-expired", "payment-void-requested"],
	...["delivery-picked-up", "delivery-completed", "settlement-issued"],
];

/** All that services say on the buses of all regions, as a subscriber of everything hears it. */
export class Heard {
	/** How often anything was heard. */
	times = 0;
	/** Events that came once more, and said something else than before. */
	readonly changed: (HeardEvent & { before: string })[] = [];
	/** With the row that they are of. */
	private readonly types = new Set<string>();
	private readonly events = new Map<string, HeardEvent>();
	private readonly listening: Promise<void>[] = [];
	private isOver = false;

	async start({ endpoint, outputs }: Platform): Promise<void> {
		for (const [region, bus] of Object.entries(outputs.buses)) {
			const tap = await tapBus(settingsOf(endpoint, region), bus, types);
			this.listening.push(this.listen(tap));
		}
	}

	async stop(): Promise<void> {
		this.isOver = true;
		await Promise.all(this.listening);
	}

	all(): HeardEvent[] {
		return [...this.events.values()];
	}

	has(id: string): boolean {
		return this.events.has(id);
	}

	/** One of them, by a number from 0 to below 1. */
	any(place: number): HeardEvent | undefined {
		const all = this.all();
		return all[Math.floor(place * all.length)];
	}

	/** The first of these types that is heard of a row; undefined where it is over before. */
	async of(
		partitionKey: string,
		types: readonly string[],
		over: AbortSignal,
	): Promise<string | undefined> {
		while (!over.aborted) {
			const known = types.find((type) =>
				this.types.has(`${type} ${partitionKey}`),
			);
			if (known) return known;
			await pause(200, over);
		}
		return undefined;
	}

	private async listen(tap: Tap): Promise<void> {
		while (!this.isOver) for (const text of await tap.some()) this.hear(text);
	}

	/** Takes the detail of an event. */
	hear(text: string): void {
		const { id, type, partitionKey, tags, ...rest } = envelopeSchema.parse(
			JSON.parse(text),
		);
		const content = JSON.stringify({ type, partitionKey, ...rest }, plain);
		const { source = "" } = tags;
		const event = { id, type, source, partitionKey, text, content };
		this.times++;
		this.types.add(`${type} ${partitionKey}`);
		const known = this.events.get(id);
		if (!known) this.events.set(id, event);
		else if (known.content !== content)
			this.changed.push({ ...event, before: known.content });
	}
}

/** What is encrypted is so anew each time that it is published. */
function plain(_: string, value: unknown): unknown {
	return typeof value === "string" && value.startsWith("encrypted:")
		? "encrypted"
		: value;
}
