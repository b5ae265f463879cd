import {
	DeleteQueueCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import { describeWithCli } from "./cli";
import { LocalStack } from "./local-stack";
import { changesOf } from "./steps";

jest.setTimeout(240_000);

const region = "us-east-1";

describeWithCli("dev, deployed by the real engine to the emulator", () => {
	let stack: LocalStack;
	beforeAll(async () => {
		stack = await LocalStack.start("dev");
	});
	afterAll(() => stack?.stop());

	const up = () => stack.must("up", "--yes", "--skip-preview");

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
		const they = await stack.people("engine");
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
		expect(changesOf(await up())).toEqual([
			{
				op: "updated",
				type: "aws:lambda:Function",
				name: "restaurant-us-east-1-rest-function",
				because: ["code"],
			},
		]);
		const { restaurant } = await stack.people("engine");
		const answer = await restaurant.call(region, "GET", "/menu-items/none");
		expect(JSON.stringify(answer.body)).toContain(after);
	});

	const driftless = ["refresh", "--preview-only", "--expect-no-changes"];

	it("has not drifted", async () => {
		const { code, output } = await stack.run(...driftless);
		expect(output).toMatch(/\d{3} unchanged/);
		expect(code).toBe(0);
	});

	it("shows what somebody changed or deleted beside it, and puts it right", async () => {
		const before = await stack.inventory(region);
		const [changed = "", deleted = ""] = before.queues.filter((url) =>
			url.includes("listener"),
		);
		const sqs = stack.clients.get(SQSClient, region);
		await sqs.send(
			new SetQueueAttributesCommand({
				QueueUrl: changed,
				Attributes: { VisibilityTimeout: "7" },
			}),
		);
		await sqs.send(new DeleteQueueCommand({ QueueUrl: deleted }));

		const seen = await stack.must("refresh", "--preview-only", "--diff");
		expect(seen.output).toMatch(/~ 1 to update/);
		expect(seen.output).toMatch(/- \d to delete/);
		expect(seen.output).toMatch(/visibilityTimeoutSeconds: \d+ => 7/);
		await stack.must("refresh", "--yes", "--skip-preview");
		const changes = changesOf(await up());
		expect(changes).toContainEqual(
			expect.objectContaining({
				op: "updated",
				type: "aws:sqs:Queue",
				because: ["visibilityTimeoutSeconds"],
			}),
		);
		expect(changes).toContainEqual(
			expect.objectContaining({ op: "created", type: "aws:sqs:Queue" }),
		);
		expect(await stack.inventory(region)).toEqual(before);
		expect((await stack.run(...driftless)).code).toBe(0);
	});

	it("gets a region by one line: what belongs there, a replica of each table and secret, and an order", async () => {
		const path = "bulkhead:regions[1]";
		await stack.must("config", "set", "--path", path, "us-west-2");
		const changes = changesOf(await up());
		const created = changes.filter(({ op }) => op === "created");
		expect(created.length).toBeGreaterThan(100);
		for (const { name } of created) expect(name).toContain("us-west-2");
		const others = changes.filter(({ op }) => op !== "created");
		expect(others.map(({ name }) => name).sort()).toEqual([
			"customer-entities-table",
			"delivery-entities-table",
			"fulfillment-entities-table",
			"payment-entities-table",
			"payment-secrets-processor",
			"payment-secrets-processor-webhook",
			"restaurant-entities-table",
		]);
		for (const { op, because } of others)
			expect({ op, because }).toEqual({ op: "updated", because: ["replicas"] });

		const they = await stack.people("engine-west");
		await they.offer("us-west-2", "soup", 500);
		const orderId = await they.order("us-west-2", "soup");
		await they.accept(region, orderId);
		await they.becomes("us-west-2", orderId, "ready");
	});

	it("is destroyed to nothing", async () => {
		const { output } = await stack.must("destroy", "--yes", "--skip-preview");
		expect(output).toMatch(/- \d{3} deleted/);
		for (const each of [region, "us-west-2"])
			expect(await stack.inventory(each)).toEqual({
				functions: [],
				queues: [],
				tables: [],
			});
		const { stdout } = await stack.must("stack", "export");
		expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
	});
});
