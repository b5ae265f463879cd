import type { SQSRecord } from "aws-lambda";
import { drain } from "../../../../runtime/hub/drain";
import {
	envelope,
	lambdaContext,
	message,
	noon,
} from "../../../../testkit/records";
import { clearTelemetry } from "../../../../testkit/telemetry";
import { FakeBus } from "../world/world";

jest.mock("../../../../runtime/core/telemetry", () =>
	jest.requireActual("../../../../testkit/telemetry"),
);
beforeEach(clearTelemetry);

const arn = (queue: string) => `arn:aws:sqs:us-east-1:123456789012:${queue}`;
const deadLetters = arn("food-dev-shop-listener-dead-letters");

function drainOf(objects: Record<string, string> = {}) {
	const bus = new FakeBus();
	const handler = drain(() => ({
		environment: {
			service: "hub",
			stage: "dev",
			region: "us-east-1",
			functionName: "food-dev-hub-drain",
			bus: "hub",
			claimsBucket: "claims",
		},
		names: { project: "food", stack: "dev" },
		putEvents: bus.put,
		objects: {
			put: async () => {},
			get: async ({ bucket, key }) => objects[`${bucket}/${key}`],
		},
		now: () => noon,
	}));
	const run = (...Records: SQSRecord[]) =>
		handler({ Records }, lambdaContext({ remaining: 0 }));
	return { bus, run };
}

const done = { batchItemFailures: [] };
const stays = (...messages: SQSRecord[]) => ({
	batchItemFailures: messages.map(({ messageId }) => ({
		itemIdentifier: messageId,
	})),
});

/** What the queue put aside: the body as its function got it. */
const redriven = (body: object | string, queue = deadLetters): SQSRecord => ({
	...message(body),
	eventSourceARN: queue,
});

/** What the bus put aside: the whole event. */
const undelivered = (detail: object): SQSRecord => ({
	...redriven({
		version: "0",
		id: "bus-1",
		"detail-type": "order-placed",
		source: "till",
		detail,
	}),
	messageAttributes: Object.fromEntries(
		Object.entries({
			RULE_ARN: "arn:aws:events:us-east-1:123456789012:rule/hub/shop",
			ERROR_CODE: "NO_PERMISSIONS",
			ERROR_MESSAGE: "Access is denied",
		}).map(([name, stringValue]) => [
			name,
			{ stringValue, dataType: "String" },
		]),
	),
});

const fault = {
	type: "fault",
	timestamp: noon,
	tags: { source: "shop", function: "food-dev-shop-listener", rule: "*" },
	fault: { rule: "*", function: "food-dev-shop-listener" },
};

test("a dead letter of the queue becomes a fault of its service, for all rules", async () => {
	const { bus, run } = drainOf();
	const letter = redriven(envelope());
	expect(await run(letter)).toEqual(done);
	expect(bus.taken).toMatchObject([
		{
			...fault,
			partitionKey: "order-1",
			tags: { ...fault.tags, causationId: "event-1", stage: "dev" },
			fault: {
				...fault.fault,
				attempt: letter.messageId,
				error: {
					name: "ReceivedTooOften",
					message: expect.stringContaining("2030-01-01T12:00:00.000Z"),
				},
				record: { body: letter.body },
			},
		},
	]);
	expect(bus.taken[0]?.fault).not.toHaveProperty("error.stack");
});

test("what the bus could not deliver becomes one with the record as the queue would have given it", async () => {
	const { bus, run } = drainOf();
	expect(await run(undelivered(envelope()))).toEqual(done);
	expect(bus.taken).toMatchObject([
		{
			...fault,
			tags: { causationId: "event-1" },
			fault: {
				error: {
					name: "NotDelivered",
					message:
						"the bus could not deliver it by arn:aws:events:us-east-1:123456789012:rule/hub/shop: NO_PERMISSIONS: Access is denied",
				},
				record: { body: JSON.stringify(envelope()) },
			},
		},
	]);
});

test("what the bus could not deliver, and does not say why, becomes one too", async () => {
	const { bus, run } = drainOf();
	await run({ ...undelivered(envelope()), messageAttributes: {} });
	expect(bus.taken).toMatchObject([
		{
			fault: {
				error: {
					message:
						"the bus could not deliver it by the rule: unknown reason: no message",
				},
			},
		},
	]);
});

test("both ways of one event are one fault, and a second delivery the same attempt", async () => {
	const { bus, run } = drainOf();
	const letter = redriven(envelope());
	await run(letter, undelivered(envelope()));
	await run(letter);
	expect(new Set(bus.taken.map(({ id }) => id)).size).toBe(1);
	const attempts = bus.taken.map(({ fault }) => Object(fault).attempt);
	expect(new Set(attempts).size).toBe(2);
});

test.each([
	["no JSON", "{"],
	["no event", "{}"],
])("a body that is %s becomes a fault by itself", async (_, body) => {
	const { bus, run } = drainOf();
	expect(await run(redriven(body), redriven(body))).toEqual(done);
	expect(bus.taken).toMatchObject([
		{ ...fault, fault: { record: { body } } },
		fault,
	]);
	expect(new Set(bus.taken.map(({ id }) => id)).size).toBe(1);
});

test("what the bus refuses, and what is nobody's, stays where it is", async () => {
	const { bus, run } = drainOf();
	bus.refuses = ({ tags }) =>
		tags.causationId === "refused" ? "InternalFailure" : undefined;
	const refused = redriven(envelope({ id: "refused" }));
	const nobodys = redriven(envelope(), arn("some-queue"));
	expect(await run(refused, redriven(envelope()), nobodys)).toEqual(
		stays(nobodys, refused),
	);
	expect(bus.taken).toHaveLength(1);
});

describe("a batch in the failure bucket", () => {
	const record = (n: number) => ({
		eventID: `record-${n}`,
		eventSource: "aws:dynamodb",
		dynamodb: { SequenceNumber: String(n) },
	});
	const invocation = (payload: unknown, fields: object = {}) =>
		JSON.stringify({
			requestContext: {
				requestId: "request-1",
				functionArn:
					"arn:aws:lambda:us-east-1:123456789012:function:food-dev-shop-trigger:$LATEST",
				condition: "RetryAttemptsExhausted",
				approximateInvokeCount: 11,
			},
			responseContext: {
				statusCode: 200,
				executedVersion: "$LATEST",
				functionError: "Unhandled",
			},
			version: "1.0",
			payload,
			...fields,
		});
	const news = (key: string) =>
		redriven(
			{
				Records: [
					{
						eventSource: "aws:s3",
						s3: { bucket: { name: "failures" }, object: { key } },
					},
				],
			},
			arn("hub-drain-queue"),
		);
	const key = "aws/lambda/1/shard-1/2030-01-01T12.00.00-1 a";
	const encoded = "aws/lambda/1/shard-1/2030-01-01T12.00.00-1+a";
	const batch = { Records: [record(1), record(2)] };

	test.each([
		["text", JSON.stringify(batch)],
		["an object", batch],
	])(
		"becomes a fault for each record, whether its payload is %s",
		async (_, payload) => {
			const { bus, run } = drainOf({
				[`failures/${key}`]: invocation(payload),
			});
			expect(await run(news(encoded))).toEqual(done);
			expect(bus.taken).toMatchObject(
				batch.Records.map((record) => ({
					...fault,
					tags: { source: "shop", function: "food-dev-shop-trigger" },
					fault: {
						rule: "*",
						function: "food-dev-shop-trigger",
						record,
						error: {
							name: "StreamGaveUp",
							message:
								"RetryAttemptsExhausted after 11 invocations, the last answer: Unhandled; why is in the function's log",
						},
					},
				})),
			);
		},
	);

	test("stays in the bucket's queue as long as nobody understands it", async () => {
		const { bus, run } = drainOf({
			"failures/none": invocation(undefined),
			"failures/text": invocation("{"),
			"failures/other": "{}",
		});
		const letters = ["none", "text", "other"].map(news);
		expect(await run(...letters)).toEqual(stays(...letters));
		expect(bus.taken).toEqual([]);
	});

	test("is no more news once it has expired", async () => {
		const { bus, run } = drainOf();
		expect(await run(news("gone"))).toEqual(done);
		expect(bus.taken).toEqual([]);
	});

	test("says what the function answered where it did not crash", async () => {
		const { bus, run } = drainOf({
			"failures/1": invocation(batch, {
				requestContext: {
					functionArn: "shop",
					condition: "RecordAgeExceeded",
				},
				responseContext: null,
			}),
		});
		await run(news("1"));
		expect(bus.taken[0]).toMatchObject({
			tags: { source: "shop" },
			fault: {
				error: {
					message: expect.stringMatching(
						/^RecordAgeExceeded after some invocations, the last answer: it reported the record/,
					),
				},
			},
		});
	});

	test("S3's own test message is nothing", async () => {
		const { bus, run } = drainOf();
		expect(
			await run(redriven({ Service: "Amazon S3", Event: "s3:TestEvent" })),
		).toEqual(done);
		expect(bus.taken).toEqual([]);
	});
});
