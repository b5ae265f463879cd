import { eventually } from "../journey/steps";
import { describeWithCli } from "./cli";
import { LocalStack } from "./local-stack";

jest.setTimeout(240_000);

const here = "us-east-1";
const there = "us-west-2";

describeWithCli("prod, deployed by the real engine to the emulator", () => {
	let stack: LocalStack;
	beforeAll(async () => {
		stack = await LocalStack.start("prod");
		await stack.must("up", "--yes", "--skip-preview");
	});
	afterAll(() => stack?.stop());

	it("serves an order in both regions", async () => {
		const they = await stack.people("engine");
		await they.offer(here, "soup", 500);
		await eventually(
			() =>
				they.customer.call(there, "GET", "/restaurants/engine-restaurant/menu"),
			({ body }) => JSON.stringify(body).includes("soup"),
		);
		const orderId = await they.order(there, "soup");
		await they.accept(here, orderId);
		await they.becomes(there, orderId, "ready");
	});

	it("refuses to be destroyed, and keeps its tables", async () => {
		const before = await stack.inventory(here);
		const run = await stack.run("destroy", "--yes");
		expect(run.code).not.toBe(0);
		expect(run.output).toContain("customer-entities-table");
		expect(run.output).toMatch(/protected/);
		expect(before.tables).toContain("bulkhead-prod-customer-entities");
		expect(await stack.inventory(here)).toEqual(before);
	});

	it("keeps what is protected where the preview is skipped, and only that", async () => {
		const { tables } = await stack.inventory(here);
		const run = await stack.run("destroy", "--yes", "--skip-preview");
		expect(run.code).not.toBe(0);
		expect(run.output).toMatch(/protected/);
		expect(await stack.inventory(here)).toEqual({
			functions: [],
			queues: [],
			tables,
		});
	});
});
