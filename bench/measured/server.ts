import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

export interface Server {
	url: string;
	/** How many calls came since the last time it was asked. */
	served(): Promise<number>;
	stop(): Promise<unknown>;
}

/** EventBridge's and DynamoDB's stand-in, in a thread of its own; `folder` has the compiled modules. */
export async function startServer(folder: string): Promise<Server> {
	const worker = new Worker(join(folder, "endpoint.mjs"));
	const [port] = await once(worker, "message");
	return {
		url: `http://127.0.0.1:${port}`,
		served: async () => {
			worker.postMessage("served?");
			const [count] = await once(worker, "message");
			return count;
		},
		stop: () => worker.terminate(),
	};
}
