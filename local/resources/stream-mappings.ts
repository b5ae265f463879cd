import type { PollerOptions } from "../streams/options";
import { type Poller, startPoller } from "../streams/poller";
import type { Streams } from "./context";

export type StreamMapping = Omit<PollerOptions, "endpoint" | "log">;

/** The event source mappings of table streams, which the emulator's own would run with losses. */
export class StreamMappings implements Streams {
	private readonly running = new Map<
		string,
		{ poller: Poller; functionName: string }
	>();

	constructor(
		private readonly endpoint: string,
		private readonly log: (line: string) => void,
	) {}

	/** Starts it, or adapts the one that runs. */
	put(mapping: StreamMapping): void {
		const { id, functionName } = mapping;
		const options = { ...mapping, endpoint: this.endpoint, log: this.log };
		const poller = this.running.get(id)?.poller;
		poller?.update(options);
		this.running.set(id, {
			poller: poller ?? startPoller(options),
			functionName,
		});
	}

	has(id: string): boolean {
		return this.running.has(id);
	}

	async stop(id: string): Promise<void> {
		const mapping = this.running.get(id);
		this.running.delete(id);
		await mapping?.poller.stop();
	}

	async stopAll(): Promise<void> {
		await Promise.all([...this.running.keys()].map((id) => this.stop(id)));
	}

	/** Resolves when all functions have what was written before the call. */
	async allIdle(): Promise<void> {
		await Promise.all(
			[...this.running.values()].map(({ poller }) => poller.idle()),
		);
	}

	/** Resolves when the function has what was written before the call. */
	async idle(functionName: string): Promise<void> {
		await Promise.all(
			[...this.running.values()]
				.filter((m) => nameOf(m.functionName) === functionName)
				.map(({ poller }) => poller.idle()),
		);
	}
}

/** Of a function's name or ARN. */
function nameOf(functionName: string): string | undefined {
	return functionName.split(":function:").at(-1)?.split(":")[0];
}
