import type { ClientClass, Clients } from "./clients";
import type { StreamMappings } from "./stream-mappings";

/** The account that the emulator plays. */
export const account = "000000000000";

/** What a handler works with: where, and through which clients. */
export interface Context {
	endpoint: string;
	/** The resource's own region. */
	region: string;
	clients: Clients;
	streams: StreamMappings;
}

type Destroyable = { destroy(): void };

/** A client of the resource's own region. */
export function clientOf<C extends Destroyable>(
	{ clients, region }: Context,
	Class: ClientClass<C>,
): C {
	return clients.get(Class, region);
}
