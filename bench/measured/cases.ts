import { documentClient, eventBridgeClient } from "../../runtime/core/clients";
import { handler as listener } from "../service/listener";
import { handler as trigger } from "../service/trigger";
import {
	dynamo,
	events,
	loopListener,
	loopPutListener,
	loopTrigger,
} from "./loop";
import { priorArt } from "./prior-art";
import { lambda, queueEvent, streamEvent } from "./records";

/** What all contenders do with the same records. */
export async function cases(root: string) {
	const als = await priorArt(root);
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
