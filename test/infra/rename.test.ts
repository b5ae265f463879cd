import type * as pulumi from "@pulumi/pulumi";
import { EventHub, readSettings, Service } from "../../components";
import { payment } from "../../functions/payment/contract";
import { custom } from "./query";
import { type Run, run } from "./run";
import { noCode } from "./services";

const config = {
	"food:regions": '["us-east-1"]',
	"food:issuer": "https://login.food.example",
	"food:audience": "food",
	"food:systems": '{"processor":"https://api.processor.test"}',
};

/** The service `payment`, under other names. */
function named(
	name: string,
	contract: string,
	physicalName?: string,
	opts?: pulumi.ComponentResourceOptions,
): Promise<Run> {
	return run({ project: "food", stack: "prod", preview: false, config }, () => {
		const settings = readSettings();
		const code = noCode;
		const region = "us-east-1";
		const hubs = [new EventHub(`hub-${region}`, { region, settings, code })];
		const args = { code, hubs, settings, physicalName };
		new Service(
			name,
			{ ...args, contract: { ...payment, name: contract } },
			opts,
		);
	});
}

/** What AWS knows by its name, and would replace if that was another. */
const physicalNames = (run: Run) =>
	custom(run)
		.filter(({ type }) => !/Authorizer/.test(type))
		.map(({ inputs }) => String(inputs.name ?? ""))
		.filter((each) => /pay/.test(each))
		.sort();

it("is called the same in AWS whatever contract and component are called", async () => {
	const before = physicalNames(await named("payment", "payment"));
	expect(before).toContain("food-prod-payment-entities");
	expect(before).toContain("food/prod/payment/processor");
	expect(before).toContain("food/prod/payment/processor-webhook");
	expect(before.length).toBeGreaterThan(8);
	const aliases = [{ name: "payment" }];
	for (const run of [
		await named("payment", "payments", "payment"),
		await named("payments", "payments", "payment", { aliases }),
		await named("pay", "payments", "payment", { aliases }),
	])
		expect(physicalNames(run)).toEqual(before);
});

it("is not made where its name in AWS would be a guess", async () => {
	await expect(named("payment", "payments")).rejects.toThrow(
		"the service payment has the contract of payments",
	);
});

it("warns of a name in AWS that it never had by its aliases", async () => {
	const opts = { aliases: [{ name: "payment" }] };
	const { warnings } = await named("payments", "payments", "money", opts);
	expect(warnings).toEqual([expect.stringContaining('is "money"')]);
});
