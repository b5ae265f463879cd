import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Of the prior art, what is used here; it is untyped, and its folder has dependencies of its own. */
export interface PriorArt {
	trigger: (event: object) => Promise<unknown>;
	listenerOf: (parallel?: number) => (event: object) => Promise<unknown>;
	EventBridgeClient: { prototype: object };
	DynamoDBDocumentClient: { prototype: object };
}

export async function priorArt(root: string): Promise<PriorArt> {
	const { handler: trigger } = await load(root, "trigger.mjs");
	const { listenerOf } = await load(root, "listener.mjs");
	return { trigger, listenerOf, ...(await load(root, "clients.mjs")) };
}

/** A module of bench/prior-art. */
export function load(root: string, file: string) {
	return import(pathToFileURL(join(root, "bench/prior-art", file)).href);
}
