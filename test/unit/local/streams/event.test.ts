import { toEntry } from "../../../../local/streams/event";
import {
	failureKey,
	invocationRecord,
} from "../../../../local/streams/failure";

const streamArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/x";
const removed = {
	eventID: "e1",
	eventName: "REMOVE" as const,
	eventVersion: "1.1",
	userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" },
	dynamodb: {
		ApproximateCreationDateTime: new Date("2026-01-02T03:04:05Z"),
		Keys: { pk: { S: "a" } },
		OldImage: {
			pk: { S: "a" },
			bytes: { B: new Uint8Array([1, 2, 3]) },
			list: { L: [{ M: { set: { BS: [new Uint8Array([255])] } } }] },
			none: { NULL: true },
		},
		SequenceNumber: "7",
		SizeBytes: 12,
		StreamViewType: "NEW_AND_OLD_IMAGES" as const,
	},
};
const toRemoved = () => toEntry(removed, { streamArn, region: "eu-west-1" }, 0);

// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
test("a function gets a record in Lambda's shape", () => {
	expect(JSON.parse(JSON.stringify(toRemoved().record))).toEqual({
		eventID: "e1",
		eventName: "REMOVE",
		eventVersion: "1.1",
		eventSource: "aws:dynamodb",
		awsRegion: "eu-west-1",
		eventSourceARN: streamArn,
		userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
		dynamodb: {
			ApproximateCreationDateTime: 1767323045,
			Keys: { pk: { S: "a" } },
			OldImage: {
				pk: { S: "a" },
				bytes: { B: "AQID" },
				list: { L: [{ M: { set: { BS: ["/w=="] } } }] },
				none: { NULL: true },
			},
			SequenceNumber: "7",
			SizeBytes: 12,
			StreamViewType: "NEW_AND_OLD_IMAGES",
		},
	});
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
describe("the failure destination", () => {
	const source = {
		mappingId: "m1",
		functionName: "fn",
		region: "eu-west-1",
		streamArn,
		shardId: "shard-1",
	};
	const now = new Date("2026-01-02T13:14:15.678Z");

	test("gets the invocation record with the records in it", () => {
		const entry = toRemoved();
		const record = invocationRecord(
			{
				kind: "sendToFailureDestination",
				entries: [entry],
				reason: "RetryAttemptsExhausted",
				invocations: 3,
				response: {
					requestId: "r1",
					statusCode: 200,
					executedVersion: "$LATEST",
					functionError: "Unhandled",
				},
			},
			source,
			now,
		);
		expect(record).toEqual({
			requestContext: {
				requestId: "r1",
				functionArn: "arn:aws:lambda:eu-west-1:000000000000:function:fn",
				condition: "RetryAttemptsExhausted",
				approximateInvokeCount: 3,
			},
			responseContext: {
				statusCode: 200,
				executedVersion: "$LATEST",
				functionError: "Unhandled",
			},
			version: "1.0",
			timestamp: "2026-01-02T13:14:15.678Z",
			DDBStreamBatchInfo: {
				shardId: "shard-1",
				startSequenceNumber: "7",
				endSequenceNumber: "7",
				approximateArrivalOfFirstRecord: "2026-01-02T03:04:05Z",
				approximateArrivalOfLastRecord: "2026-01-02T03:04:05Z",
				batchSize: 1,
				streamArn,
			},
			payload: JSON.stringify({ Records: [entry.record] }),
		});
	});

	test("is a bucket with one object per batch, by mapping, shard and day", () => {
		expect(failureKey(source, now, "u")).toBe(
			"aws/lambda/m1/shard-1/2026/01/02/2026-01-02T13.14.15-u",
		);
	});
});
