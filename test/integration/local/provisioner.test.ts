import {
	CloudWatchLogsClient,
	FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
	EventBridgeClient,
	PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { Clients } from "../../../local/resources/clients";
import { until } from "../../../local/resources/until";
import { type Answer, type Platform, startPlatform } from "./platform";

jest.setTimeout(120_000);

const region = "eu-west-1";
// Places in the fixture program.
const anchor = "new aws.sqs.QueuePolicy(";
const invokeConfig = 'new aws.lambda.FunctionEventInvokeConfig("listener", {';
let platform: Platform;
let clients: Clients;
let first: Answer;

beforeAll(async () => {
	platform = await startPlatform("http://127.0.0.1:1");
	clients = new Clients(platform.emulator.endpoint);
	first = await platform.apply();
});

afterAll(async () => {
	clients?.destroy();
	await platform?.stop();
});

/** What the function wrote to its log group. */
async function logged(functionName: string, text: string) {
	return until(async () => {
		const { events } = await clients.get(CloudWatchLogsClient, region).send(
			new FilterLogEventsCommand({
				logGroupName: `/aws/lambda/${functionName}`,
			}),
		);
		return events?.find(({ message }) => message?.includes(text))?.message;
	}, 10_000);
}

async function invokeRest() {
	const { Payload } = await clients.get(LambdaClient, region).send(
		new InvokeCommand({
			FunctionName: first.outputs.functionName,
			Payload: Buffer.from(JSON.stringify({ rawPath: "/" })),
		}),
	);
	return JSON.parse(Buffer.from(Payload ?? []).toString()).body;
}

describe("the first apply", () => {
	it("creates one resource of each type that has a handler", () => {
		expect(first.error).toBeUndefined();
		expect(first.created).toHaveLength(29);
	});

	it("gives back what the program exports", () => {
		expect(first.outputs).toMatchObject({
			account: "000000000000",
			replicaStreams: [expect.stringContaining("us-east-1")],
		});
	});

	it("hands secrets to functions as text", async () => {
		expect(await invokeRest()).toBe("hello from dev with local-key");
	});

	it("joins the table's stream to the function", async () => {
		await clients.get(DynamoDBClient, region).send(
			new PutItemCommand({
				TableName: first.outputs.tableName,
				Item: { pk: { S: "written-row" }, sk: { S: "thing" } },
			}),
		);
		expect(
			await logged(first.outputs.listenerName ?? "", "written-row"),
		).toBeDefined();
	});

	it("joins the bus to the function through the queue", async () => {
		await clients.get(EventBridgeClient, region).send(
			new PutEventsCommand({
				Entries: [
					{
						EventBusName: first.outputs.busName,
						Source: "test",
						DetailType: "thing-created",
						Detail: JSON.stringify({ id: "published-event" }),
					},
				],
			}),
		);
		expect(
			await logged(first.outputs.listenerName ?? "", "published-event"),
		).toBeDefined();
	});
});

describe("another apply", () => {
	it("changes nothing when nothing changed", async () => {
		const answer = await platform.apply();
		expect(answer).toMatchObject({ created: [], updated: [], deleted: [] });
		expect(answer.unchanged).toHaveLength(29);
		expect(answer.outputs).toEqual(first.outputs);
	});

	it("updates only the function whose code changed", async () => {
		await platform.edit("functions/rest.js", "hello from", "greetings from");
		const answer = await platform.apply();
		expect(answer.updated).toEqual([
			{ type: "aws:lambda/function:Function", name: "rest" },
		]);
		expect(await invokeRest()).toBe("greetings from dev with local-key");
	});

	it("sees an edit in a module of the program", async () => {
		await platform.edit("queues.ts", "Seconds = 60", "Seconds = 90");
		const answer = await platform.apply();
		expect(answer.updated).toEqual([
			{ type: "aws:sqs/queue:Queue", name: "events" },
		]);
	});

	it("deletes what the program no longer has", async () => {
		await platform.edit(
			"index.ts",
			'new aws.cloudwatch.EventArchive("archive", {',
			"void ({",
		);
		const answer = await platform.apply();
		expect(answer).toMatchObject({ created: [], updated: [] });
		expect(answer.deleted).toEqual([
			{ type: "aws:cloudwatch/eventArchive:EventArchive", name: "archive" },
		]);
	});

	it("reports each resource that fails, and then deletes nothing", async () => {
		const broken = `
new aws.iam.RolePolicy("orphan", { role: "nobody", policy: {} });
const bad = new aws.cloudwatch.EventRule("bad", { eventPattern: "{" });
new aws.cloudwatch.EventTarget("dependent", { rule: bad.name, arn: queue.arn });
`;
		await platform.edit("index.ts", anchor, broken + anchor);
		await platform.edit("index.ts", invokeConfig, "void ({");

		const answer = await platform.apply();

		expect(answer.failures).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					type: "aws:iam/rolePolicy:RolePolicy",
					name: "orphan",
					reason: expect.stringContaining("nobody"),
				}),
				expect.objectContaining({
					type: "aws:cloudwatch/eventRule:EventRule",
					name: "bad",
					reason: expect.stringContaining("pattern"),
				}),
			]),
		);
		expect(answer.failures).toHaveLength(2);
		expect(answer.error).toContain("aws:iam/rolePolicy:RolePolicy orphan: ");

		await platform.edit("index.ts", broken, "");
		expect((await platform.apply()).deleted).toEqual([
			expect.objectContaining({ name: "listener" }),
		]);
	});

	it("runs a function of a network of its own as any other", async () => {
		const network = `
const network = new Vpc("network", { region: "eu-west-1" });
export const routes = network.routeTables.apply((all) => all.map(({ id }) => id));
const vpcConfig = {
	subnetIds: network.isolatedSubnetIds,
	securityGroupIds: [new aws.ec2.SecurityGroup("own", { vpcId: network.vpcId }).id],
};
`;
		const function_ = "	const fn = new aws.lambda.Function(name, {";
		const [start, joined] = ["function lambdaFunction(", "\n\t\tvpcConfig,"];
		await platform.edit("index.ts", start, network + start);
		await platform.edit("index.ts", function_, function_ + joined);
		await platform.edit(
			"index.ts",
			"import * as pulumi",
			'import { Vpc } from "@pulumi/awsx/ec2";\nimport * as pulumi',
		);
		const answer = await platform.apply();
		expect(answer.error).toBeUndefined();
		expect(answer.outputs.routes).toEqual([]);
		expect(answer).toMatchObject({ created: [], deleted: [] });
		expect(await invokeRest()).toBe("greetings from dev with local-key");

		await platform.edit("index.ts", network, "");
		await platform.edit("index.ts", joined, "");
		expect((await platform.apply()).error).toBeUndefined();
	});

	it("refuses a type that has no handler", async () => {
		const unknown = 'new aws.ec2.Vpc("network", {});\n';
		await platform.edit("index.ts", anchor, unknown + anchor);
		expect((await platform.apply()).error).toContain(
			"aws:ec2/vpc:Vpc network: nothing on this machine provides aws:ec2/vpc:Vpc: add a handler",
		);
		await platform.edit("index.ts", unknown, "");
	});

	it("refuses a look-up that has no answer", async () => {
		const lookUp = "export const zones = aws.getAvailabilityZonesOutput();\n";
		await platform.edit("index.ts", anchor, lookUp + anchor);
		expect((await platform.apply()).error).toContain(
			"getAvailabilityZones (look-up): it has no answer",
		);
		await platform.edit("index.ts", lookUp, "");
	});

	it("reports an error that only an apply of an output throws", async () => {
		const thrown = 'table.name.apply(() => { throw new Error("lost"); });\n';
		await platform.edit("index.ts", anchor, thrown + anchor);
		expect((await platform.apply()).error).toContain("lost");
		await platform.edit("index.ts", thrown, "");
	});

	it("reports a program that throws", async () => {
		const thrown = 'throw new Error("no such region");\n';
		await platform.edit("index.ts", anchor, thrown + anchor);
		expect((await platform.apply()).error).toContain("no such region");
		await platform.edit("index.ts", thrown, "");
		expect(await platform.apply()).toMatchObject({ updated: [], deleted: [] });
	});
});
