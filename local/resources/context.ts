import type { ClientClass, Clients } from "./clients";
import type { StreamMapping } from "./stream-mappings";

/** The account that the emulator plays. */
export const account = "000000000000";

/** What a handler works with: where, and through which clients. */
export interface Context {
	endpoint: string;
	/** The resource's own region. */
	region: string;
	clients: Clients;
	streams: Streams;
}

/** Who runs the mappings of table streams: this process, or another one of this machine. */
export interface Streams {
	/** Starts it, or adapts the one that runs. */
	put(mapping: StreamMapping): void | Promise<void>;
	stop(id: string): Promise<void>;
	has(id: string): boolean | Promise<boolean>;
	/** Resolves when the function has what was written before the call. */
	idle(functionName: string): Promise<void>;
}

type Destroyable = { destroy(): void };

/** A client of the resource's own region. */
export function clientOf<C extends Destroyable>(
	{ clients, region }: Context,
	Class: ClientClass<C>,
): C {
	return clients.get(Class, region);
}
