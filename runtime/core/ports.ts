import type { Context as LambdaContext } from "aws-lambda";
import { documentClient, eventBridgeClient } from "./clients";
import type { Envelope } from "./envelope";
import { type Environment, environment } from "./environment";
import {
	type PublishResult,
	type PutEvents,
	publish,
	putEventsOf,
} from "./publisher";
import { Store } from "./store";

/** The world as a function sees it; tests bring their own. */
export interface Ports {
	environment: Environment;
	store: Store;
	putEvents: PutEvents;
	/** Ms. */
	now: () => number;
}

let real: Ports | undefined;

export function realPorts(): Ports {
	real ??= {
		environment: environment(),
		store: new Store(documentClient(), environment().table),
		putEvents: putEventsOf(eventBridgeClient),
		now: Date.now,
	};
	return real;
}

/** Publishes events under the service's name, with the tags that every event has; one that is there already is kept. */
export function publishTagged(
	events: readonly Envelope[],
	{ environment, putEvents }: Ports,
	lambda: LambdaContext,
): Promise<PublishResult> {
	const { service: source, stage, region, functionName, bus } = environment;
	const account = lambda.invokedFunctionArn.split(":")[4];
	const standard = { account, region, stage, source, function: functionName };
	for (const event of events) event.tags = { ...standard, ...event.tags };
	return publish(events, {
		put: putEvents,
		bus,
		source,
		maxBytes: environment.putEventsBytes,
		remainingTime: () => lambda.getRemainingTimeInMillis(),
	});
}
