// Needs the emulator: one that AWS_ENDPOINT_URL names, or one that is installed and started here.
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	CreateTableCommand,
	DynamoDBClient,
	PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
	CreateFunctionCommand,
	LambdaClient,
	waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
	CreateBucketCommand,
	GetObjectCommand,
	ListObjectsV2Command,
	S3Client,
} from "@aws-sdk/client-s3";
import { strToU8, zipSync } from "fflate";
import { type Emulator, startEmulator } from "../../local/emulator/emulator";
import { type Poller, startPoller } from "../../local/streams/poller";

const region = "eu-west-1";
const name = `streams-${randomUUID()}`;

// Writes down each record that it gets; a poisonous one makes it throw, or is reported as failed.
const code = `
const { appendFileSync } = require("node:fs");
exports.handler = async ({ Records }) => {
	for (const { dynamodb } of Records) {
		console.log(dynamodb.Keys.pk.S);
		appendFileSync(process.env.SEEN, dynamodb.Keys.pk.S + "\\n");
		const poison = dynamodb.NewImage.poison && dynamodb.NewImage.poison.S;
		if (poison === "throws") throw new Error("poison");
		if (poison === "reported")
			return { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber }] };
	}
};`;

let emulator: Emulator;
let folder: string;
let poller: Poller;
let table: DynamoDBClient;
let bucket: S3Client;

beforeAll(async () => {
	emulator = await startEmulator();
	folder = await mkdtemp(join(tmpdir(), "streams-"));
	const { endpoint } = emulator;
	const credentials = { accessKeyId: "test", secretAccessKey: "test" };
	const config = { endpoint, region, credentials };
	table = new DynamoDBClient(config);
	bucket = new S3Client({ ...config, forcePathStyle: true });
	await bucket.send(new CreateBucketCommand({ Bucket: name }));
	await createFunction(new LambdaClient(config));
	poller = startPoller({
		id: "mapping",
		streamArn: await createTable(),
		region,
		functionName: name,
		filters: [JSON.stringify({ eventName: ["INSERT"] })],
		batchSize: 100,
		batchWindowSeconds: 0,
		startingPosition: "TRIM_HORIZON",
		bisect: true,
		maximumRetryAttempts: 1,
		maximumRecordAgeSeconds: -1,
		reportBatchItemFailures: true,
		onFailureBucket: name,
		endpoint,
		log: () => {},
	});
}, 60_000);

afterAll(async () => {
	await poller?.stop();
	await emulator?.stop();
	if (folder) await rm(folder, { recursive: true });
});

test("records reach the function in their order, those of other kinds do not", async () => {
	await put("a1");
	await put("a2");
	await put("a1"); // a MODIFY, which the filter leaves out
	await poller.idle();
	expect(await seen("a")).toEqual(["a1", "a2"]);
});

test("a record that makes the function throw is found by bisecting, and alone goes to the bucket", async () => {
	await put("b1");
	await put("b2", "throws");
	await put("b3");
	await poller.idle();
	expect(await discarded("b")).toEqual(["b2"]);
	expect((await seen("b")).at(-1)).toBe("b3");
});

test("a record that is reported is repeated with all after it, and nothing is lost", async () => {
	await put("c1");
	await put("c2", "reported");
	await put("c3");
	await poller.idle();
	const order = await seen("c");
	expect(order[0]).toBe("c1");
	expect(order.filter((record) => record === "c2").length).toBeGreaterThan(1);
	const arrived = new Set([...order, ...(await discarded("c"))]);
	expect([...arrived].sort()).toEqual(["c1", "c2", "c3"]);
});

async function createTable(): Promise<string> {
	const { TableDescription } = await table.send(
		new CreateTableCommand({
			TableName: name,
			BillingMode: "PAY_PER_REQUEST",
			KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
			AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
			StreamSpecification: {
				StreamEnabled: true,
				StreamViewType: "NEW_AND_OLD_IMAGES",
			},
		}),
	);
	return TableDescription?.LatestStreamArn ?? "";
}

async function createFunction(client: LambdaClient): Promise<void> {
	await client.send(
		new CreateFunctionCommand({
			FunctionName: name,
			Runtime: "nodejs24.x",
			Handler: "index.handler",
			Role: "arn:aws:iam::000000000000:role/any",
			Environment: { Variables: { SEEN: join(folder, "seen") } },
			Code: { ZipFile: zipSync({ "index.js": strToU8(code) }) },
		}),
	);
	await waitUntilFunctionActiveV2(
		{ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
		{ FunctionName: name },
	);
}

async function put(pk: string, poison?: string): Promise<void> {
	const Item: Record<string, { S: string }> = {
		pk: { S: pk },
		at: { S: randomUUID() },
	};
	if (poison) Item.poison = { S: poison };
	await table.send(new PutItemCommand({ TableName: name, Item }));
}

async function seen(prefix: string): Promise<string[]> {
	const lines = (await readFile(join(folder, "seen"), "utf8")).split("\n");
	return lines.filter((line) => line.startsWith(prefix));
}

async function discarded(prefix: string): Promise<string[]> {
	const { Contents = [] } = await bucket.send(
		new ListObjectsV2Command({ Bucket: name }),
	);
	const objects = await Promise.all(
		Contents.map(async ({ Key }) => {
			const { Body } = await bucket.send(
				new GetObjectCommand({ Bucket: name, Key }),
			);
			return JSON.parse((await Body?.transformToString()) ?? "{}");
		}),
	);
	return objects
		.flatMap(({ payload }) => JSON.parse(payload).Records)
		.map(({ dynamodb }): string => dynamodb.Keys.pk.S)
		.filter((key) => key.startsWith(prefix));
}
