// The event that Lambda gives to a function, from what the DynamoDB Streams API returns:
// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { Entry } from "./batch";

export interface StreamEventRecord {
	eventID?: string;
	eventName?: string;
	eventVersion?: string;
	eventSource: "aws:dynamodb";
	awsRegion: string;
	eventSourceARN: string;
	dynamodb: {
		/** In seconds. */
		ApproximateCreationDateTime?: number;
		Keys?: unknown;
		NewImage?: unknown;
		OldImage?: unknown;
		SequenceNumber?: string;
		SizeBytes?: number;
		StreamViewType?: string;
	};
	userIdentity?: { type?: string; principalId?: string };
}

export interface Source {
	streamArn: string;
	region: string;
}

/** One record as the function sees it. Absent fields stay absent in JSON. */
export function toEventRecord(
	record: _Record,
	source: Source,
): StreamEventRecord {
	const { dynamodb = {}, userIdentity } = record;
	const createdAt = dynamodb.ApproximateCreationDateTime;
	return {
		eventID: record.eventID,
		eventName: record.eventName,
		eventVersion: record.eventVersion,
		eventSource: "aws:dynamodb",
		awsRegion: source.region,
		eventSourceARN: source.streamArn,
		dynamodb: {
			ApproximateCreationDateTime: createdAt && createdAt.getTime() / 1000,
			Keys: toJson(dynamodb.Keys),
			NewImage: toJson(dynamodb.NewImage),
			OldImage: toJson(dynamodb.OldImage),
			SequenceNumber: dynamodb.SequenceNumber,
			SizeBytes: dynamodb.SizeBytes,
			StreamViewType: dynamodb.StreamViewType,
		},
		// The API writes these two with capitals, the event without.
		userIdentity: userIdentity && {
			type: userIdentity.Type,
			principalId: userIdentity.PrincipalId,
		},
	};
}

/** The record as the state machine of its shard takes it. */
export function toEntry(
	record: _Record,
	source: Source,
	now: number,
): Entry<StreamEventRecord> {
	const event = toEventRecord(record, source);
	const { ApproximateCreationDateTime: seconds, SequenceNumber } =
		event.dynamodb;
	return {
		sequenceNumber: SequenceNumber ?? "",
		createdAt: seconds === undefined ? now : seconds * 1000,
		bytes: Buffer.byteLength(JSON.stringify(event)),
		record: event,
	};
}

// Attribute values stay marshalled; only bytes need another form in JSON.
function toJson(value: unknown): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
	if (Array.isArray(value)) return value.map(toJson);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [key, toJson(inner)]),
	);
}
