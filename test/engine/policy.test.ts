import { Checkout } from "./checkout";
import { describeWithCli } from "./cli";

jest.setTimeout(120_000);

describeWithCli("the policy pack, in the real CLI", () => {
	let checkout: Checkout;
	beforeAll(async () => {
		checkout = await Checkout.create();
		await checkout.must("stack", "init", "prod");
	});
	afterAll(() => checkout?.remove());

	const preview = () =>
		checkout.run("preview", "--stack", "prod", "--policy-pack", "policy");

	it("has nothing against this program", async () => {
		const { code, output } = await preview();
		expect(output).toContain("✅ bulkhead@v");
		expect(output).not.toContain("[mandatory]");
		expect(output).not.toContain("[advisory]");
		expect(code).toBe(0);
	});

	it("refuses a program that breaks rules, and says which and how to mend it", async () => {
		await checkout.edit(
			"components/defaults/stream.ts",
			"bisectBatchOnFunctionError: true",
			"bisectBatchOnFunctionError: false",
		);
		await checkout.edit(
			"components/fault-monitor.ts",
			"deletionProtectionEnabled: protect",
			"deletionProtectionEnabled: false",
		);
		const { code, output } = await preview();
		const found = [
			...output.matchAll(/\[mandatory\] .*? {2}([\w-]+) {2}\(\S+ ([\w-]+)\)/g),
		].map(([, rule, resource]) => `${rule} ${resource}`);
		const mappings = [
			"customer",
			"delivery",
			"fulfillment",
			"payment",
			"restaurant",
		].flatMap((service) =>
			["us-east-1", "us-west-2"].map(
				(region) => `stream-failures ${service}-${region}-trigger-mapping`,
			),
		);
		expect(found.sort()).toEqual(
			[
				...mappings,
				"deletion-refused-by-aws hub-us-east-1-faults-table",
				"deletion-refused-by-aws hub-us-west-2-faults-table",
			].sort(),
		);
		expect(output).toContain("Set deletionProtectionEnabled of the table");
		expect(code).not.toBe(0);
	});
});
