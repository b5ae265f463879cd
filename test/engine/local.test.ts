import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
	DeleteQueueCommand,
	ListQueuesCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { Clients } from "../../local/resources/clients";
import { People } from "../journey/people";
import { eventually } from "../journey/steps";
import { describeWithCli } from "./cli";
import { LocalStack } from "./local-stack";
import { stepsOf } from "./steps";

jest.setTimeout(240_000);

const region = "us-east-1";

/** What is in the emulator, by name: in the one region, unless another is asked for. */
async function inventory({ engine }: LocalStack, region = "us-east-1") {
	const clients = new Clients(engine.endpoint);
	const lambda = clients.get(LambdaClient, region);
	const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
	const { QueueUrls = [] } = await clients
		.get(SQSClient, region)
		.send(new ListQueuesCommand());
	const { TableNames = [] } = await clients
		.get(DynamoDBClient, region)
		.send(new ListTablesCommand());
	clients.destroy();
	const functions = Functions.map(({ FunctionName }) => FunctionName);
	return { functions, queues: QueueUrls, tables: TableNames };
}

describeWithCli("dev, deployed by the real engine to the emulator", () => {
	let stack: LocalStack;
	beforeAll(async () => {
		stack = await LocalStack.start("dev");
	});
	afterAll(() => stack?.stop());

	const preview = async () =>
		stepsOf(await stack.must("preview", "--json", "--stack", "dev"));
	const up = () => stack.must("up", "--yes", "--skip-preview");
	const people = async (name: string) => {
		const { engine } = stack;
		const outputs = await engine.outputs();
		return People.of({ ...engine, outputs }, name);
	};

	it("is previewed while nothing is known yet", async () => {
		const run = await stack.run("preview");
		expect(run.output).not.toMatch(/warning|error/i);
		expect(run.output).toMatch(/\+ \d{3} to create/);
		expect(run.code).toBe(0);
	});

	it("is created, and says what is not made, with the reason", async () => {
		const { output } = await up();
		expect(output).toMatch(/\+ \d{3} created/);
		expect(output).toContain(
			"not made on this machine: the emulator publishes no metrics",
		);
		expect(output).not.toMatch(/warning|error|has no effect/i);
	});

	it("takes an order from its submission to the customer's door", async () => {
		const they = await people("engine");
		await they.offer(region, "soup", 500);
		const orderId = await they.order(region, "soup");
		await they.accept(region, orderId);
		await they.becomes(region, orderId, "ready");
		await they.isSeenAs(region, orderId, "ready");
		await they.pickUp(region, orderId);
		await they.deliver(region, orderId);
		await they.becomes(region, orderId, "delivered");
	});

	it("has nothing left to do", async () => {
		const { output } = await up();
		expect(output).toMatch(/^ +\d{3} unchanged$/m);
		expect(output).not.toMatch(/created|updated|replaced|deleted/);
	});

	it("updates only the functions that use an edited model, and runs them", async () => {
		const model = "functions/restaurant/model.ts";
		const [before, after] = ["on your menu.", "on your menu today."];
		await stack.checkout.edit(model, before, after);
		expect(await preview()).toEqual([
			{
				op: "update",
				type: "aws:lambda/function:Function",
				name: "restaurant-us-east-1-rest-function",
				because: ["code"],
			},
		]);
		const { output } = await up();
		expect(output).toMatch(/~ 1 updated/);
		const { restaurant } = await people("engine");
		const answer = await restaurant.call(region, "GET", "/menu-items/none");
		expect(JSON.stringify(answer.body)).toContain(after);
	});

	it("has not drifted", async () => {
		const options = ["--preview-only", "--expect-no-changes"];
		const { code, output } = await stack.run("refresh", ...options);
		expect(output).toMatch(/\d{3} unchanged/);
		expect(code).toBe(0);
	});

	it("shows what somebody changed beside it, and puts it right", async () => {
		const { queues } = await inventory(stack);
		const [queue = ""] = queues.filter((url) => url.includes("listener"));
		const clients = new Clients(stack.engine.endpoint);
		await clients.get(SQSClient, region).send(
			new SetQueueAttributesCommand({
				QueueUrl: queue,
				Attributes: { VisibilityTimeout: "7" },
			}),
		);
		clients.destroy();

		const seen = await stack.must("refresh", "--preview-only", "--diff");
		expect(seen.output).toMatch(/~ 1 to update/);
		expect(seen.output).toMatch(/visibilityTimeoutSeconds: \d+ => 7/);
		await stack.must("refresh", "--yes", "--skip-preview");
		const { output } = await up();
		expect(output).toMatch(/~ 1 updated/);
		expect(output).toMatch(
			/Queue \S+ updated .*\[diff: ~visibilityTimeoutSeconds\]/,
		);
		const after = await stack.run(
			...["refresh", "--preview-only", "--expect-no-changes"],
		);
		expect(after.code).toBe(0);
	});

	it("makes anew what somebody deleted", async () => {
		const { queues } = await inventory(stack);
		const [QueueUrl = ""] = queues.filter((url) => url.includes("listener"));
		const clients = new Clients(stack.engine.endpoint);
		await clients
			.get(SQSClient, region)
			.send(new DeleteQueueCommand({ QueueUrl }));
		clients.destroy();
		await stack.must("refresh", "--yes", "--skip-preview");
		const { output } = await up();
		expect(output).toMatch(/\+ \d created/);
		expect((await inventory(stack)).queues.sort()).toEqual(queues.sort());
	});

	it("gets a region by one line: a replica of each table, and an order there", async () => {
		const path = "bulkhead:regions[1]";
		await stack.must("config", "set", "--path", path, "us-west-2");
		const steps = await preview();
		const others = steps.filter(({ op }) => op !== "create");
		expect(new Set(others.map(({ because }) => because.join()))).toEqual(
			new Set(["replicas"]),
		);
		await up();
		const they = await people("engine-west");
		await they.offer("us-west-2", "soup", 500);
		const orderId = await they.order("us-west-2", "soup");
		await they.accept(region, orderId);
		await they.becomes("us-west-2", orderId, "ready");
	});

	it("is destroyed to nothing", async () => {
		const { output } = await stack.must("destroy", "--yes", "--skip-preview");
		expect(output).toMatch(/- \d{3} deleted/);
		for (const each of [region, "us-west-2"])
			expect(await inventory(stack, each)).toEqual({
				functions: [],
				queues: [],
				tables: [],
			});
		const { stdout } = await stack.must("stack", "export");
		expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
	});
});

describeWithCli("prod, deployed by the real engine to the emulator", () => {
	let stack: LocalStack;
	beforeAll(async () => {
		stack = await LocalStack.start("prod");
		await stack.must("up", "--yes", "--skip-preview");
	});
	afterAll(() => stack?.stop());

	it("serves an order in both regions", async () => {
		const { engine } = stack;
		const outputs = await engine.outputs();
		const they = await People.of({ ...engine, outputs }, "engine");
		await they.offer(region, "soup", 500);
		const there = "us-west-2";
		await eventually(
			() =>
				they.customer.call(there, "GET", "/restaurants/engine-restaurant/menu"),
			({ body }) => JSON.stringify(body).includes("soup"),
		);
		const orderId = await they.order(there, "soup");
		await they.accept(region, orderId);
		await they.becomes(there, orderId, "ready");
	});

	it("refuses to be destroyed, and keeps its tables", async () => {
		const before = await inventory(stack);
		const run = await stack.run("destroy", "--yes");
		expect(run.code).not.toBe(0);
		expect(run.output).toContain("customer-entities-table");
		expect(run.output).toMatch(/protected/);
		expect(before.tables).toContain("bulkhead-prod-customer-entities");
		expect(await inventory(stack)).toEqual(before);
	});

	it("keeps what is protected where the preview is skipped, and only that", async () => {
		const { tables } = await inventory(stack);
		const run = await stack.run("destroy", "--yes", "--skip-preview");
		expect(run.code).not.toBe(0);
		expect(run.output).toMatch(/protected/);
		expect(await inventory(stack)).toEqual({
			functions: [],
			queues: [],
			tables,
		});
	});
});
