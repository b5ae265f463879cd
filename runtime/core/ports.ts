import type { Context as LambdaContext } from "aws-lambda";
import { v7 as uuidv7 } from "uuid";
import { checkIn, faultRouting } from "./claim-check";
import {
	documentClient,
	eventBridgeClient,
	s3Client,
	schedulerClient,
} from "./clients";
import type { Envelope } from "./envelope";
import {
	type Environment,
	environment,
	type PublisherEnvironment,
} from "./environment";
import { type ObjectStore, objectsOf } from "./objects";
import type { Cipher } from "./protection-cipher";
import {
	type PublishResult,
	type PutEvents,
	publish,
	putEventsOf,
} from "./publisher";
import { type Schedules, schedulesOf } from "./schedules";
import type { SecretSource } from "./secrets";
import { Store } from "./store";

/** The world as whoever publishes sees it. */
export interface Publisher {
	environment: PublisherEnvironment;
	putEvents: PutEvents;
	/** The buckets of the claim check. */
	objects: ObjectStore;
	/** For sensitive fields; KMS where there is none. */
	cipher?: Cipher;
	/** Ms. */
	now: () => number;
}

/** The world as a function sees it; tests bring their own. */
export interface Ports extends Publisher {
	environment: Environment;
	store: Store;
	/** For rules with a deadline. */
	schedules: Schedules;
	/** An id that nothing else has. */
	newId: () => string;
	/** Keys of and for external systems; Secrets Manager where there is none. */
	secrets?: SecretSource;
	/** The way to external systems; node's own where there is none. */
	fetch?: typeof fetch;
}

let real: Ports | undefined;

export function realPorts(): Ports {
	real ??= {
		environment: environment(),
		store: new Store(documentClient(), environment().table),
		putEvents: putEventsOf(eventBridgeClient),
		objects: objectsOf(s3Client),
		schedules: schedulesOf(schedulerClient),
		now: Date.now,
		newId: uuidv7,
	};
	return real;
}

/**
 * Publishes events under the service's name, with the tags that every event has; one that is there already is kept.
 * `routing`: what stays of a body, as paths, where the event is too large for the bus.
 */
export function publishTagged(
	events: readonly Envelope[],
	{ environment, putEvents, objects }: Publisher,
	lambda: LambdaContext,
	routing: ReadonlyMap<Envelope, readonly string[]> = new Map(),
): Promise<PublishResult> {
	const { service: source, stage, region, functionName, bus } = environment;
	const { claimsBucket: bucket } = environment;
	const account = lambda.invokedFunctionArn.split(":")[4];
	const standard = { account, region, stage, source, function: functionName };
	for (const event of events) event.tags = { ...standard, ...event.tags };
	return publish(events, {
		put: putEvents,
		bus,
		source,
		maxBytes: environment.putEventsBytes,
		checkIn: (event, detail) =>
			checkIn(event, detail, {
				...{ objects, bucket, region },
				routing:
					event.type === "fault" ? faultRouting : (routing.get(event) ?? []),
			}),
		remainingTime: () => lambda.getRemainingTimeInMillis(),
	});
}
