import { once } from "node:events";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";

/** Starts EventBridge's and DynamoDB's stand-in, in a thread of its own, and has all SDK clients of this process call it. */
export async function startServer(): Promise<{ stop(): Promise<unknown> }> {
	const folder = dirname(process.argv[1] ?? "");
	const worker = new Worker(join(folder, "endpoint.mjs"));
	const [port] = await once(worker, "message");
	process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
	return { stop: () => worker.terminate() };
}
