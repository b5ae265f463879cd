import { Checkout, issuer, processor } from "./checkout";
import { describeWithCli } from "./cli";
import { changesOf, stepsOf } from "./steps";

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

	it("updates only the functions that use an edited model, and leaves the region alone that is excluded", async () => {
		// Listener and trigger map rows and events only: of the restaurant's three, the API's function imports its model.
		const model = "functions/restaurant/model.ts";
		await checkout.edit(model, "on your menu.", "on your menu today.");
		const update = {
			op: "updated",
			type: "aws:lambda:Function",
			because: ["code"],
		};
		const up = ["up", "--yes", "--skip-preview"];
		const excluded = await checkout.must(...up, "--exclude", "**us-west-2**");
		expect(changesOf(excluded)).toEqual([
			{ ...update, name: "restaurant-us-east-1-rest-function" },
		]);
		const targeted = await checkout.must(...up, "--target", "**us-west-2**");
		expect(changesOf(targeted)).toEqual([
			{ ...update, name: "restaurant-us-west-2-rest-function" },
		]);
	});

	it("has nothing to do when every component is renamed, with aliases", async () => {
		await checkout.edit(
			"index.ts",
			"new Service(contract.name, { contract, code, hubs: eventHubs, settings })",
			`new Service(
	\`acme-\${contract.name}\`,
	{ contract, code, hubs: eventHubs, settings, physicalName: contract.name },
	{ aliases: [{ name: contract.name }] },
)`,
		);
		await checkout.edit(
			"index.ts",
			`new EventHub(\`hub-\${region}\`, { region, settings, code })`,
			`new EventHub(
	\`acme-\${region}\`,
	{ region, settings, code },
	{ aliases: [{ name: \`hub-\${region}\` }] },
)`,
		);
		const run = await checkout.must("preview", "--json");
		expect(stepsOf(run)).toEqual([]);
		const { changeSummary } = JSON.parse(run.stdout);
		expect(changeSummary).toEqual({ same: expect.any(Number) });
		expect(changeSummary.same).toBeGreaterThan(600);
	});
});
