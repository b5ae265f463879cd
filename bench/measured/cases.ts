import { documentClient, eventBridgeClient } from "../../runtime/core/clients";
import type { Ports } from "../../runtime/core/ports";
import { putEventsOf } from "../../runtime/core/publisher";
import { Store } from "../../runtime/core/store";
import { listenerOf } from "../service/listener";
import { triggerOf } from "../service/trigger";
import {
	dynamo,
	events,
	loopListener,
	loopPutListener,
	loopTrigger,
} from "./loop";
import { priorArt } from "./prior-art";
import { lambda, queueEvent, streamEvent } from "./records";

/** What the project's functions get of the world here. */
export function ports(): Ports {
	return {
		environment: {
			service: "things",
			stage: "bench",
			region: "us-east-1",
			functionName: "things-trigger",
			table: "things",
			tableRegion: "us-east-1",
			bus: "bench-bus",
		},
		store: new Store(documentClient(), "things"),
		putEvents: putEventsOf(eventBridgeClient),
		now: Date.now,
	};
}

/** What all contenders do with the same records. */
export async function cases(root: string) {
	const als = await priorArt(root);
	const ours = ports();
	const trigger = triggerOf(() => ours);
	const listener = listenerOf(() => ours);
	const [four, sixteen] = [als.listenerOf(), als.listenerOf(16)];

	const published = streamEvent(100);
	const listened = (count: number, rows?: number) => {
		const event = queueEvent(count, rows);
		return {
			ours: () => listener(event, lambda),
			loop: () => loopListener(event),
			loopOfPuts: () => loopPutListener(event),
			priorArt: () => four(event),
			priorArt16: () => sixteen(event),
		};
	};
	return {
		/** Where a stub of `send` goes. */
		clients: [
			documentClient(),
			await eventBridgeClient(),
			dynamo,
			events,
			als.EventBridgeClient.prototype,
			als.DynamoDBDocumentClient.prototype,
		],
		trigger: {
			ours: () => trigger(published, lambda),
			loop: () => loopTrigger(published),
			priorArt: () => als.trigger(published),
		},
		listener10: listened(10),
		listener100: listened(100),
		listenerOneRow: listened(10, 1),
	};
}
