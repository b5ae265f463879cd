import { Checkout, issuer } from "./checkout";
import { describeWithCli } from "./cli";
import { created } from "./steps";

jest.setTimeout(120_000);

describeWithCli("a project that `pulumi new` made of this one", () => {
	let checkout: Checkout;
	let shop: Checkout;
	beforeAll(async () => {
		checkout = await Checkout.create();
		const answer = await checkout.asTemplateFor("shop");
		expect(answer.made).toMatchObject({ code: 0 });
		shop = answer.shop;
	});
	afterAll(() => checkout?.remove());

	it("has its own name, and the settings of both stacks", async () => {
		expect(await shop.read("Pulumi.yaml")).toMatch(/^name: shop$/m);
		for (const stack of ["dev", "prod"]) {
			await shop.must("stack", "init", stack);
			await shop.must("config", "set", "issuer", issuer, "--stack", stack);
			const { stdout } = await shop.must("config", "--stack", stack, "--json");
			const config = JSON.parse(stdout);
			expect(config["shop:regions"].objectValue).toContain("us-east-1");
			expect(config["shop:issuer"].value).toBe(issuer);
			expect(Object.keys(config).join()).not.toContain("bulkhead:");
		}
	});

	it("is previewed under its own name", async () => {
		const run = await shop.run("preview", "--stack", "prod");
		expect(run.output).not.toMatch(/warning|error/i);
		expect(run.code).toBe(0);
		expect(run.output).toContain('"shop-prod-customer-entities"');
		expect(run.output).not.toContain("bulkhead-prod");
		expect(created(run)["bulkhead:index:Service"]).toBe(5);
	});
});
