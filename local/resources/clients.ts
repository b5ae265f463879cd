export interface Settings {
	endpoint: string;
	region: string;
	credentials: { accessKeyId: string; secretAccessKey: string };
	forcePathStyle: boolean;
}

/** What a client of a region of the emulator is made with. */
export function settingsOf(endpoint: string, region: string): Settings {
	return {
		endpoint,
		region,
		// The emulator's own, so that whatever this machine knows of a real account is never used.
		credentials: { accessKeyId: "test", secretAccessKey: "test" },
		forcePathStyle: true, // S3: no DNS names for buckets here
	};
}

interface Client {
	destroy(): void;
}

export type ClientClass<C extends Client> = new (settings: Settings) => C;

/** The AWS clients for one endpoint, one of each kind per region. */
export class Clients {
	private readonly made: { client: Client; region: string }[] = [];

	constructor(private readonly endpoint: string) {}

	get<C extends Client>(Class: ClientClass<C>, region: string): C {
		for (const { client, region: at } of this.made) {
			if (at === region && client instanceof Class) return client;
		}
		const client = new Class(settingsOf(this.endpoint, region));
		this.made.push({ client, region });
		return client;
	}

	/** Closes their connections. */
	destroy(): void {
		for (const { client } of this.made.splice(0)) client.destroy();
	}
}
