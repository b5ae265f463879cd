import { handlers } from "../resources";
import { Clients } from "../resources/clients";
import { Content } from "../resources/content";
import type { Context } from "../resources/context";
import {
	type Handler,
	type Known,
	type Properties,
	sameValue,
} from "../resources/handler";
import { autoName } from "../resources/naming";
import { StreamMappings } from "../resources/stream-mappings";

export interface Address {
	type: string;
	/** The logical name. */
	name: string;
}

export type Change = "created" | "updated" | "unchanged";

interface Entry extends Address {
	handler: Handler;
	known: Known;
	region: string;
}

export interface Put {
	change: Change;
	id: string;
	/** What the program sees of it. */
	state: Properties;
}

/** The resources that exist, in the order in which they were created. */
export class Resources {
	private readonly entries = new Map<string, Entry>();
	private readonly clients: Clients;
	private readonly streams: StreamMappings;

	constructor(
		private readonly endpoint: string,
		log: (line: string) => void,
	) {
		this.clients = new Clients(endpoint);
		this.streams = new StreamMappings(endpoint, log);
	}

	/** Makes the resource be as the inputs say. */
	async put(
		address: Address,
		handler: Handler,
		given: Properties,
		region: string,
	): Promise<Put> {
		const inputs = named(address, handler, { region, ...given });
		const key = keyOf(address);
		const entry = this.entries.get(key);
		if (entry && sameValue(entry.known.inputs, inputs)) {
			return { change: "unchanged", ...seen(entry.known) };
		}
		const context = this.context(region);
		if (entry && !handler.replaces(entry.known.inputs, inputs)) {
			entry.known = await handler.update(inputs, entry.known, context);
			return { change: "updated", ...seen(entry.known) };
		}
		if (entry) await this.delete(entry);
		const known = await handler.create(inputs, context);
		this.entries.set(key, { ...address, handler, known, region });
		return { change: entry ? "updated" : "created", ...seen(known) };
	}

	/** Those that are in no list of seen ones, the newest first: so none is deleted before what uses it. */
	unseen(seen: ReadonlySet<string>): Entry[] {
		return [...this.entries]
			.filter(([key]) => !seen.has(key))
			.map(([, entry]) => entry)
			.reverse();
	}

	async delete(entry: Entry): Promise<void> {
		await entry.handler.delete(entry.known, this.context(entry.region));
		this.entries.delete(keyOf(entry));
	}

	/** Resolves when the streams' functions have what was written before the call. */
	idle(): Promise<void> {
		return this.streams.allIdle();
	}

	/** Ends what runs in this process; the emulator keeps its resources. */
	async stop(): Promise<void> {
		await this.streams.stopAll();
		this.clients.destroy();
	}

	private context(region: string): Context {
		const { endpoint, clients, streams } = this;
		return { endpoint, region, clients, streams };
	}
}

export function keyOf({ type, name }: Address): string {
	return `${type}::${name}`;
}

function named(
	{ type, name }: Address,
	{ namedBy }: Handler,
	inputs: Properties,
): Properties {
	if (!namedBy || inputs[namedBy]) return inputs;
	return { ...inputs, [namedBy]: autoName(type, name, inputs) };
}

function seen({ id, inputs, outputs }: Known): Omit<Put, "change"> {
	const visible = Object.entries(inputs).filter(
		([, value]) => !(value instanceof Content),
	);
	return { id, state: { ...Object.fromEntries(visible), ...outputs } };
}

export function handlerOf(type: string): Handler | undefined {
	return handlers[type];
}
