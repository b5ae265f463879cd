import { Checkout, issuer, processor } from "./checkout";
import { describeWithCli } from "./cli";
import { stepsOf } from "./steps";

jest.setTimeout(180_000);

// `dev` is updated in local-dev.test.ts.
describeWithCli("pulumi up of prod, and the previews after it", () => {
	let checkout: Checkout;
	beforeAll(async () => {
		checkout = await Checkout.create();
		await checkout.loadQuickly();
		await checkout.must("stack", "init", "prod");
		await checkout.must("config", "set", "issuer", issuer);
		await checkout.must(
			...["config", "set", "--path", "systems.processor", processor],
		);
		await checkout.must("up", "--yes", "--skip-preview");
	});
	afterAll(() => checkout?.remove());

	it("has nothing left to do, from a checkout in another folder either", async () => {
		const other = await checkout.another("somebody-elses");
		const run = await other.run(
			...["preview", "--stack", "prod", "--expect-no-changes"],
		);
		expect(run.output).not.toMatch(/warning|error/i);
		expect(run.code).toBe(0);
	});

	it("gives the apis, tables and buses to whoever asks", async () => {
		const { stdout } = await checkout.must("stack", "output", "--json");
		const outputs = JSON.parse(stdout);
		expect(outputs.tables.restaurant).toBe("bulkhead-prod-restaurant-entities");
		for (const region of ["us-east-1", "us-west-2"]) {
			expect(outputs.apis.restaurant[region]).toContain(region);
			expect(outputs.buses[region]).toBe("bulkhead-prod");
		}
	});

	it("updates only the functions that use an edited model, in every region", async () => {
		// Listener and trigger map rows and events only: of the restaurant's three, the API's function imports its model.
		const model = "functions/restaurant/model.ts";
		await checkout.edit(model, "on your menu.", "on your menu today.");
		const steps = stepsOf(await checkout.must("preview", "--json"));
		const update = {
			op: "update",
			type: "aws:lambda/function:Function",
			because: ["code"],
		};
		expect(steps.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
			{ ...update, name: "restaurant-us-east-1-rest-function" },
			{ ...update, name: "restaurant-us-west-2-rest-function" },
		]);
	});
});
