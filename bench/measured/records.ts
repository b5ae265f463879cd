import { marshall } from "@aws-sdk/util-dynamodb";
import type {
	AttributeValue,
	DynamoDBStreamEvent,
	Context as LambdaContext,
	SQSEvent,
} from "aws-lambda";
import { hashId } from "../../runtime/core/hash";
import type { Thing } from "../service/contract";

const firstWrite = 1_790_000_000_000;

/** JSON of about 900 bytes. */
function thing(n: number): Thing {
	return {
		thingId: `thing-${String(n).padStart(8, "0")}`,
		name: `A thing with the number ${n}`,
		description: "What a thing is good for, in some words. ".repeat(8),
		sku: `SKU-${n}-EU-40`,
		status: "active",
		price: { amount: 1250 + n, currency: "EUR" },
		quantity: 12,
		weight: 1.25,
		fragile: false,
		labels: ["kitchen", "new", "sale"],
		size: { width: 120, height: 80, depth: 40 },
		supplier: { supplierId: "supplier-00000017", name: "Things & Sons" },
		createdBy: "user-6f1c1a52",
		updatedAt: "2026-09-21T12:00:00.000Z",
		notes: "Keep dry. ".repeat(8),
	};
}

const context = (n: number) => ({
	correlationId: `request-${n}`,
	hops: 0,
	traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
});

function row(n: number, version: number) {
	const { thingId, ...fields } = thing(n);
	return {
		pk: thingId,
		sk: "thing",
		...fields,
		quantity: fields.quantity + version,
		discriminator: "thing",
		timestamp: firstWrite + version * 1000,
		changeId: `change-${version}`,
		awsregion: "us-east-1",
		context: context(n),
	};
}

/** As a stream carries it: the event's types and the SDK's describe the same JSON. */
function image(item: object): { [name: string]: AttributeValue } {
	return JSON.parse(JSON.stringify(marshall(item)));
}

/** Changes of rows. The record's own id is what our id would be, so that all contenders send the same entries. */
export function streamEvent(count: number): DynamoDBStreamEvent {
	const Records = Array.from({ length: count }, (_, n) => {
		const { pk, sk, changeId, timestamp } = row(n, 1);
		const type = "thing-updated";
		return {
			eventID: hashId("things", pk, sk, changeId, type, type, ""),
			eventName: "MODIFY" as const,
			eventSource: "aws:dynamodb",
			awsRegion: "us-east-1",
			dynamodb: {
				ApproximateCreationDateTime: timestamp / 1000,
				Keys: image({ pk, sk }),
				OldImage: image(row(n, 0)),
				NewImage: image(row(n, 1)),
				SequenceNumber: String(n).padStart(21, "1"),
				StreamViewType: "NEW_AND_OLD_IMAGES" as const,
			},
		};
	});
	return { Records };
}

/** Messages of another service; with `rows` fewer than messages, several events are of one row, the last the newest. */
export function queueEvent(count: number, rows = count): SQSEvent {
	const tags = {
		account: "123456789012",
		region: "us-east-1",
		stage: "bench",
		source: "shop",
		function: "shop-trigger",
		rule: "thing-updated",
	};
	const Records = Array.from({ length: count }, (_, n) => {
		const body = thing(n % rows);
		const { hops, correlationId, traceparent } = context(n);
		const event = {
			id: hashId("shop", String(n)),
			type: "thing-updated",
			timestamp: firstWrite + n,
			partitionKey: body.thingId,
			tags: { ...tags, hops, correlationId, traceparent },
			thing: body,
		};
		return {
			messageId: `message-${n}`,
			receiptHandle: "receipt",
			body: JSON.stringify(event),
			attributes: {
				ApproximateReceiveCount: "1",
				SentTimestamp: String(firstWrite),
				SenderId: "bus",
				ApproximateFirstReceiveTimestamp: String(firstWrite),
			},
			messageAttributes: {},
			md5OfBody: "",
			eventSource: "aws:sqs",
			eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:things",
			awsRegion: "us-east-1",
		};
	});
	return { Records };
}

export const lambda: LambdaContext = {
	callbackWaitsForEmptyEventLoop: false,
	functionName: "things",
	functionVersion: "1",
	invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:things",
	memoryLimitInMB: "512",
	awsRequestId: "request",
	logGroupName: "things",
	logStreamName: "things",
	getRemainingTimeInMillis: () => 30_000,
	done: () => {},
	fail: () => {},
	succeed: () => {},
};
