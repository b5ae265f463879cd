import { Checkout, issuer, processor } from "./checkout";
import { describeWithCli } from "./cli";
import { stepsOf } from "./steps";

jest.setTimeout(180_000);

describeWithCli("pulumi up, and the previews after it", () => {
	let checkout: Checkout;
	beforeAll(async () => {
		checkout = await Checkout.create();
		for (const stack of ["dev", "prod"]) {
			await checkout.must("stack", "init", stack);
			const set = ["config", "set", "-s", stack];
			await checkout.must(...set, "issuer", issuer);
			await checkout.must(...set, "--path", "systems.processor", processor);
			await checkout.must("up", "--stack", stack, "--yes", "--skip-preview");
		}
	});
	afterAll(() => checkout?.remove());

	/** Every function is updated for its code alone, or not at all. */
	async function updatedFunctions(stack: string): Promise<string[]> {
		const run = await checkout.must("preview", "--json", "--stack", stack);
		return stepsOf(run).map(({ op, type, name, because }) => {
			expect({ op, type, because }).toEqual({
				op: "update",
				type: "aws:lambda/function:Function",
				because: ["code"],
			});
			return name;
		});
	}

	it.each(["dev", "prod"])("has nothing left to do in %s", async (stack) => {
		const options = ["--stack", stack, "--expect-no-changes"];
		const run = await checkout.run("preview", ...options);
		expect(run.output).not.toMatch(/warning|error/i);
		expect(run.code).toBe(0);
	});

	it("has nothing to do from a checkout in another folder", async () => {
		const other = await checkout.another("somebody-elses");
		const options = ["--stack", "dev", "--expect-no-changes"];
		expect(await other.run("preview", ...options)).toMatchObject({ code: 0 });
	});

	it("gives the apis, tables and buses to whoever asks", async () => {
		const { stdout } = await checkout.must(
			...["stack", "output", "--json", "--stack", "prod"],
		);
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
		expect(await updatedFunctions("dev")).toEqual([
			"restaurant-us-east-1-rest-function",
		]);
		expect((await updatedFunctions("prod")).sort()).toEqual([
			"restaurant-us-east-1-rest-function",
			"restaurant-us-west-2-rest-function",
		]);
		await checkout.edit(model, "on your menu today.", "on your menu.");
		expect(await updatedFunctions("dev")).toEqual([]);
	});

	it("adds a region by one line: what belongs there, and a replica of each table and secret", async () => {
		const added = ["--stack", "dev", "--path", "regions[1]"];
		await checkout.must("config", "set", ...added, "eu-west-1");
		const preview = ["preview", "--json", "--stack", "dev"];
		const steps = stepsOf(await checkout.must(...preview));
		await checkout.must("config", "rm", ...added);

		const updated = steps.filter(({ op }) => op !== "create");
		expect(updated.map(({ name }) => name).sort()).toEqual([
			"customer-entities-table",
			"delivery-entities-table",
			"fulfillment-entities-table",
			"payment-entities-table",
			"payment-secrets-processor",
			"payment-secrets-processor-webhook",
			"restaurant-entities-table",
		]);
		for (const { op, because } of updated)
			expect({ op, because }).toEqual({ op: "update", because: ["replicas"] });
		for (const { op, name } of steps)
			if (op === "create") expect(name).toContain("eu-west-1");
	});

	it("protects what prod keeps", async () => {
		const { code, output } = await checkout.run(
			...["destroy", "--stack", "prod", "--yes", "--skip-preview"],
		);
		expect(code).not.toBe(0);
		expect(output).toMatch(/protected/);
	});
});
