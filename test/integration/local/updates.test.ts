import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
	ListBucketsCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { Clients } from "../../../local/resources/clients";
import { until } from "../../../local/resources/until";
import { type Answer, type Platform, startPlatform } from "./platform";

jest.setTimeout(120_000);

const region = "eu-west-1";
const lines: string[] = [];
let platform: Platform;
let clients: Clients;
let first: Answer;

beforeAll(async () => {
	platform = await startPlatform("http://127.0.0.1:1", (_, line) =>
		lines.push(line),
	);
	clients = new Clients(platform.emulator.endpoint);
	first = await platform.apply();
	expect(first.error).toBeUndefined();
});

afterAll(async () => {
	clients?.destroy();
	await platform?.stop();
});

function said(...parts: string[]) {
	return until(
		async () =>
			lines.find((line) => parts.every((part) => line.includes(part))),
		10_000,
	);
}

it("updates each type in place", async () => {
	const edits = [
		['ttl", enabled: true', 'ttl", enabled: false'],
		["regionName }))", "regionName })).slice(1)"],
		['"lambda.amazonaws.com"', '"edgelambda.amazonaws.com"'],
		['"dynamodb:PutItem"', '"dynamodb:GetItem"'],
		["retentionInDays: 7", "retentionInDays: 14"],
		["retentionDays: 7", "retentionDays: 8"],
		["maximumRetryAttempts: 0", "maximumRetryAttempts: 1"],
		["maximumRetryAttempts: 3", "maximumRetryAttempts: 2"],
		["maxReceiveCount: 5", "maxReceiveCount: 6"],
		['["thing-created"]', '["thing-created", "thing-updated"]'],
		['"sqs:SendMessage"', '"sqs:*"'],
		["cron(0 2", "cron(5 2"],
		['inputPath: "$.detail"', 'inputPath: "$"'],
		[
			"functionName: listener.arn,",
			"functionName: listener.arn, batchSize: 5,",
		],
		['status: "Enabled"', 'status: "Suspended"'],
		[
			'protocolType: "HTTP"',
			'protocolType: "HTTP", corsConfiguration: { allowOrigins: ["*"] }',
		],
		['payloadFormatVersion: "2.0"', 'payloadFormatVersion: "1.0"'],
		['config.require("audience")', '"mobile"'],
		['["things:read"]', '["things:write"]'],
		["autoDeploy: true", 'autoDeploy: true, stageVariables: { a: "b" }'],
		['redrivePermission: "byQueue"', 'redrivePermission: "denyAll"'],
		["sourceQueueArns: [queue.arn],", ""],
		['STAGE: "dev"', 'STAGE: "test"'],
	] as const;
	for (const [from, to] of edits) await platform.edit("index.ts", from, to);

	const answer = await platform.apply();

	expect(answer.error).toBeUndefined();
	expect(answer).toMatchObject({ created: [], deleted: [] });
	const untouched = answer.unchanged.map(({ type, name }) => `${type} ${name}`);
	expect(untouched.sort()).toEqual([
		"aws:cloudwatch/eventBus:EventBus bus",
		"aws:lambda/permission:Permission rest",
		"aws:s3/bucket:Bucket lake",
		"aws:scheduler/scheduleGroup:ScheduleGroup clocks",
		"aws:secretsmanager/secret:Secret key",
		"aws:sqs/queue:Queue failures",
	]);
});

it("leaves nothing to do after an update", async () => {
	expect(await platform.apply()).toMatchObject({ updated: [] });
});

it("lets a function end what it does with a message before its code changes", async () => {
	await clients.get(EventBridgeClient, region).send(
		new PutEventsCommand({
			Entries: [
				{
					EventBusName: first.outputs.busName,
					Source: "test",
					DetailType: "thing-created",
					Detail: JSON.stringify({ id: "slow" }),
				},
			],
		}),
	);
	await said("begin", "slow");
	await platform.edit("functions/listener.js", "end", "done");
	await platform.apply();
	expect(lines.filter((line) => line.includes("slow"))).toEqual([
		expect.stringContaining("begin"),
		expect.stringContaining("end"),
	]);
});

it("deletes everything when the program has nothing, data too", async () => {
	await clients.get(S3Client, region).send(
		new PutObjectCommand({
			Bucket: first.outputs.lakeName,
			Key: "some/object",
			Body: "x",
		}),
	);
	await platform.write("index.ts", "export = async () => ({ none: 1 });");

	const answer = await platform.apply();

	expect(answer.error).toBeUndefined();
	expect(answer.outputs).toEqual({ none: 1 });
	expect(answer.deleted).toHaveLength(29);
	const [tables, replicas, functions, buckets] = await Promise.all([
		clients.get(DynamoDBClient, region).send(new ListTablesCommand({})),
		clients.get(DynamoDBClient, "us-east-1").send(new ListTablesCommand({})),
		clients.get(LambdaClient, region).send(new ListFunctionsCommand({})),
		clients.get(S3Client, region).send(new ListBucketsCommand({})),
	]);
	expect([
		tables.TableNames,
		replicas.TableNames,
		functions.Functions,
		buckets.Buckets,
	]).toEqual([[], [], [], []]);
});
