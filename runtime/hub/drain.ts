import type {
	Context as LambdaContext,
	SQSBatchResponse,
	SQSEvent,
	SQSRecord,
} from "aws-lambda";
import * as z from "zod";
import { type Names, serviceOf } from "../../contracts/function-name";
import { eventBridgeClient, s3Client } from "../core/clients";
import { publisherEnvironment } from "../core/environment";
import {
	allRules,
	type FaultEvent,
	faultEvent,
	faultSummary,
} from "../core/faults";
import { objectsOf } from "../core/objects";
import { type Publisher, publishTagged } from "../core/ports";
import { putEventsOf } from "../core/publisher";
import { count, log } from "../core/telemetry";
import { deadLetter, type Failed } from "./core/dead-letter";
import { failedBatch } from "./core/failed-batch";

export interface DrainPorts extends Publisher {
	names: Names;
}

/** What S3 tells of new objects. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const newObjects = z.object({
	Records: z.array(
		z.object({
			eventSource: z.literal("aws:s3"),
			s3: z.object({
				bucket: z.object({ name: z.string() }),
				object: z.object({ key: z.string() }),
			}),
		}),
	),
});

/** What it says once, when it is told to tell. */
const testMessage = z.object({ Event: z.literal("s3:TestEvent") });

/**
 * Makes faults of what no function could handle: dead letters of the subscriptions, and the streams' records that Lambda
 * gave up. A message whose faults the bus took is done; any other stays where it is, and its age is alarmed.
 */
export function drain(ports: () => DrainPorts) {
	return async (
		{ Records }: SQSEvent,
		lambda: LambdaContext,
	): Promise<SQSBatchResponse> => {
		const stays = new Set<SQSRecord>();
		const faults = new Map<FaultEvent, SQSRecord>();
		const read = async (message: SQSRecord) => {
			try {
				for (const failed of await failuresIn(message, ports()))
					faults.set(faultOf(failed, ports()), message);
			} catch (error) {
				stays.add(message);
				const { messageId } = message;
				log().error("not drained", { messageId, error: error as Error });
			}
		};
		await Promise.all(Records.map(read));

		const all = [...faults.keys()];
		const { refused } = await publishTagged(all, ports(), lambda);
		for (const [fault, message] of faults)
			if (refused.has(fault)) stays.add(message);
		const published = all.filter((one) => !refused.has(one));
		log().info("drained", {
			faults: published.map(faultSummary),
			...(stays.size > 0 && { retry: stays.size }),
		});
		count({ Faults: published.length, RecordsToRetry: stays.size });
		return {
			batchItemFailures: [...stays].map(({ messageId }) => ({
				itemIdentifier: messageId,
			})),
		};
	};
}

async function failuresIn(
	message: SQSRecord,
	{ objects, environment: { region } }: DrainPorts,
): Promise<Failed[]> {
	const json = parsed(message.body);
	if (testMessage.safeParse(json).success) return [];
	const created = newObjects.safeParse(json);
	if (!created.success) return [deadLetter(message)];
	const batches = created.data.Records.map(async ({ s3 }) => {
		// A key comes as in a form's query.
		const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
		const text = await objects.get({ bucket: s3.bucket.name, key, region });
		// It expired: nothing is left to be made a fault of.
		return text === undefined ? [] : failedBatch(text);
	});
	return (await Promise.all(batches)).flat();
}

function faultOf(
	{ functionName, attempt, ...failed }: Failed,
	{ names, now }: DrainPorts,
): FaultEvent {
	const service = serviceOf(functionName, names);
	const origin = { service, functionName, invocationId: attempt, now: now() };
	const event = faultEvent({ ...failed, rule: allRules }, origin);
	// It is the service's, not the drain's.
	event.tags = { ...event.tags, source: service, function: functionName };
	return event;
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

let real: DrainPorts | undefined;

export const handler = drain(() => {
	const { PROJECT = "", STACK = "" } = process.env;
	real ??= {
		environment: publisherEnvironment(),
		putEvents: putEventsOf(eventBridgeClient),
		names: { project: PROJECT, stack: STACK },
		objects: objectsOf(s3Client),
		now: Date.now,
	};
	return real;
});
