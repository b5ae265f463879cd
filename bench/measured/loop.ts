import { type AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
	EventBridgeClient,
	PutEventsCommand,
	type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import {
	DynamoDBDocumentClient,
	PutCommand,
	UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type {
	DynamoDBRecord,
	DynamoDBStreamEvent,
	SQSEvent,
	SQSRecord,
} from "aws-lambda";
import type { Thing } from "../service/contract";

/**
 * The lower bound, written by hand: what is left when nothing is validated, logged, counted, hashed or made a fault. Its
 * trigger reads both images and fills calls by bytes; its listener has four calls under way.
 */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient());
export const events = new EventBridgeClient();

const maxEntries = 10;
const maxBytes = 1024 * 1024;
const parallel = 4;

export async function loopTrigger({ Records }: DynamoDBStreamEvent) {
	const calls: PutEventsRequestEntry[][] = [];
	let call: PutEventsRequestEntry[] = [];
	let bytes = 0;
	for (const record of Records) {
		const now = unmarshalled(record.dynamodb?.NewImage);
		const old = unmarshalled(record.dynamodb?.OldImage);
		if (!now || !old || now.awsregion !== "us-east-1") continue;
		const entry = {
			EventBusName: "bench-bus",
			Source: "things",
			DetailType: "thing-updated",
			Time: new Date(now.timestamp),
			Detail: JSON.stringify(toEvent(record, now)),
		};
		const size = Buffer.byteLength(entry.Detail);
		if (call.length === maxEntries || bytes + size > maxBytes) {
			calls.push(call);
			call = [];
			bytes = 0;
		}
		call.push(entry);
		bytes += size;
	}
	if (call.length > 0) calls.push(call);
	const failed = await limited(calls, async (Entries) => {
		const { FailedEntryCount } = await events.send(
			new PutEventsCommand({ Entries }),
		);
		if (FailedEntryCount) throw new Error("refused");
	});
	return {
		batchItemFailures: failed.map(() => ({ itemIdentifier: "" })),
	};
}

function toEvent({ eventID }: DynamoDBRecord, row: Record<string, unknown>) {
	const { pk, sk, discriminator, timestamp, changeId, ...rest } = row;
	const { awsregion, context, ...fields } = rest;
	return {
		id: eventID,
		type: "thing-updated",
		timestamp,
		partitionKey: pk,
		tags: {
			account: "123456789012",
			region: awsregion,
			stage: "bench",
			source: "things",
			function: "things-trigger",
			rule: "thing-updated",
			...Object(context),
		},
		thing: { thingId: pk, ...fields },
	};
}

export async function loopListener({ Records }: SQSEvent) {
	const failed = await limited(Records, async ({ body }) => {
		const row = toRow(JSON.parse(body));
		if (!row) return;
		const { pk, sk, ...set } = row;
		const names = Object.keys(set);
		await dynamo.send(
			new UpdateCommand({
				TableName: "things",
				Key: { pk, sk },
				UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
				ExpressionAttributeNames: Object.fromEntries(
					names.map((name) => [`#${name}`, name]),
				),
				ExpressionAttributeValues: Object.fromEntries(
					Object.entries(set).map(([name, value]) => [`:${name}`, value]),
				),
				ConditionExpression:
					"attribute_not_exists(#timestamp) OR #timestamp < :timestamp",
				ReturnValues: "ALL_NEW",
			}),
		);
	});
	return toFailures(failed);
}

/** The same with a put of the whole row, which needs no expression: as ours writes. */
export async function loopPutListener({ Records }: SQSEvent) {
	const failed = await limited(Records, async ({ body }) => {
		const row = toRow(JSON.parse(body));
		if (row) await put(row);
	});
	return toFailures(failed);
}

export function put(row: Row) {
	return dynamo.send(
		new PutCommand({
			TableName: "things",
			Item: row,
			ConditionExpression:
				"attribute_not_exists(#timestamp) OR #timestamp < :timestamp",
			ExpressionAttributeNames: { "#timestamp": "timestamp" },
			ExpressionAttributeValues: { ":timestamp": row.timestamp },
		}),
	);
}

type Row = NonNullable<ReturnType<typeof toRow>>;

/** The events of a queue, as far as they are read here. */
interface ThingEvent {
	id: string;
	type: string;
	timestamp: number;
	tags: {
		source?: string;
		hops: number;
		correlationId: string;
		traceparent: string;
	};
	thing: Thing;
}

export function toRow(event: ThingEvent) {
	if (event.type !== "thing-updated" || event.tags.source === "things") return;
	const { hops, correlationId, traceparent } = event.tags;
	const { thingId, ...fields } = event.thing;
	return {
		pk: thingId,
		sk: "thing",
		...fields,
		discriminator: "view",
		timestamp: event.timestamp,
		eventId: event.id,
		awsregion: "us-east-1",
		context: {
			correlationId,
			causationId: event.id,
			hops: hops + 1,
			traceparent,
		},
	};
}

function toFailures(failed: readonly SQSRecord[]) {
	return {
		batchItemFailures: failed.map(({ messageId }) => ({
			itemIdentifier: messageId,
		})),
	};
}

/** Runs all, a few at a time; gives those that failed. */
async function limited<T>(
	items: readonly T[],
	run: (item: T) => Promise<void>,
) {
	const failed: T[] = [];
	const left = items.values();
	const worker = async () => {
		for (const item of left) await run(item).catch(() => failed.push(item));
	};
	await Promise.all(Array.from({ length: parallel }, worker));
	return failed;
}

type Image = NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];

function unmarshalled(image: Image) {
	// The types of the event and of the SDK describe the same JSON.
	return image && unmarshall(image as Record<string, AttributeValue>);
}
