import { marshall } from "@aws-sdk/util-dynamodb";
import type {
	APIGatewayProxyEventV2WithJWTAuthorizer,
	DynamoDBRecord,
	Context as LambdaContext,
	SQSRecord,
} from "aws-lambda";
import type { Row } from "../runtime/core/rows";
import type { Item } from "./dynamo/expression";

/** An instant in ms, and the numbers around which tests are written. */
export const noon = Date.UTC(2030, 0, 1, 12);

let sequence = 0;

/** A record of the table's stream: what a write made of the old image. */
export function streamRecord({
	old,
	now,
	seconds = noon / 1000,
	byTtl = false,
	number = String(++sequence),
}: {
	old?: Item | undefined;
	now?: Item | undefined;
	seconds?: number;
	/** As the region that reaps writes it. */
	byTtl?: boolean;
	/** Its place in the stream. */
	number?: string;
}): DynamoDBRecord {
	const eventName = old && now ? "MODIFY" : now ? "INSERT" : "REMOVE";
	const identity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
	return {
		eventID: `record-${number}`,
		eventName,
		eventSource: "aws:dynamodb",
		...(byTtl && { userIdentity: identity }),
		// The SDK and the event describe the same JSON in types of their own.
		dynamodb: {
			ApproximateCreationDateTime: seconds,
			SequenceNumber: number,
			StreamViewType: "NEW_AND_OLD_IMAGES",
			...(old && { OldImage: old }),
			...(now && { NewImage: now }),
		} as DynamoDBRecord["dynamodb"],
	};
}

/** A row of `shop` as the repository would have stamped it. */
export function row(fields: Partial<Row> & Record<string, unknown> = {}): Row {
	return {
		pk: "shop-1",
		sk: "item#1",
		discriminator: "item",
		timestamp: noon,
		changeId: "change-1",
		awsregion: "us-east-1",
		name: "Tea",
		price: 250,
		status: "draft",
		...fields,
	};
}

/** The same, as a stream has it; undefined fields are left out, which is how a stamp is missing. */
export function image(
	fields: Partial<Row> & Record<string, unknown> = {},
): Item {
	return marshall(row(fields), { removeUndefinedValues: true });
}

/** An event as it stands on the bus. */
export function envelope(fields: Record<string, unknown> = {}) {
	return {
		id: "event-1",
		type: "order-placed",
		timestamp: noon,
		partitionKey: "order-1",
		tags: { source: "till", hops: 0, correlationId: "correlation-1" },
		order: { orderId: "order-1", total: 500 },
		...fields,
	};
}

/** A message of the listener's queue; an event, or whatever a body may be. */
export function message(body: object | string): SQSRecord {
	return {
		messageId: `message-${++sequence}`,
		receiptHandle: "a handle that opens the message",
		body: typeof body === "string" ? body : JSON.stringify(body),
		attributes: {
			ApproximateReceiveCount: "1",
			SentTimestamp: String(noon),
			SenderId: "events",
			ApproximateFirstReceiveTimestamp: String(noon),
		},
		messageAttributes: {},
		md5OfBody: "",
		eventSource: "aws:sqs",
		eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:shop-listener",
		awsRegion: "us-east-1",
	};
}

/** A request as API Gateway hands it on: routed, with a token that it has checked. */
export function httpEvent(
	routeKey: string,
	{
		path = {},
		query = {},
		body,
		headers = {},
		claims = { sub: "user-1", scope: "shop:use" },
	}: {
		path?: Record<string, string>;
		query?: Record<string, string>;
		body?: unknown;
		headers?: Record<string, string>;
		claims?: Record<string, string>;
	} = {},
): APIGatewayProxyEventV2WithJWTAuthorizer {
	const [method = "", rawPath = ""] = routeKey.split(" ");
	return {
		version: "2.0",
		routeKey,
		rawPath,
		rawQueryString: "",
		headers,
		pathParameters: path,
		queryStringParameters: query,
		...(body !== undefined && {
			body: typeof body === "string" ? body : JSON.stringify(body),
		}),
		isBase64Encoded: false,
		requestContext: {
			accountId: "123456789012",
			apiId: "api",
			domainName: "api.example.com",
			domainPrefix: "api",
			http: {
				method,
				path: rawPath,
				protocol: "HTTP/1.1",
				sourceIp: "192.0.2.1",
				userAgent: "test",
			},
			requestId: "request-1",
			routeKey,
			stage: "$default",
			time: "01/Jan/2030:12:00:00 +0000",
			timeEpoch: noon,
			authorizer: {
				principalId: "",
				integrationLatency: 0,
				jwt: { claims, scopes: [] },
			},
		},
	};
}

/** What Lambda tells an invocation. */
export function lambdaContext({
	invocation = "invocation-1",
	remaining = 30_000,
	region = "us-east-1",
} = {}): LambdaContext {
	return {
		callbackWaitsForEmptyEventLoop: false,
		functionName: "shop-trigger",
		functionVersion: "$LATEST",
		invokedFunctionArn: `arn:aws:lambda:${region}:123456789012:function:shop-trigger`,
		memoryLimitInMB: "256",
		awsRequestId: invocation,
		logGroupName: "",
		logStreamName: "",
		getRemainingTimeInMillis: () => remaining,
		done: () => {},
		fail: () => {},
		succeed: () => {},
	};
}
