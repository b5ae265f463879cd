import { cp, rename } from "node:fs/promises";
import { join } from "node:path";
import { Checkout, issuer, processor } from "./checkout";
import { describeWithCli, project } from "./cli";
import { stepsOf } from "./steps";

jest.setTimeout(180_000);

/** What holds something that nobody can make again; it is all of that in the kept state. */
const stateful = [
	"aws:cloudwatch/eventArchive:EventArchive",
	"aws:cloudwatch/eventBus:EventBus",
	"aws:dynamodb/table:Table",
	"aws:kms/key:Key",
	"aws:s3/bucket:Bucket",
	"aws:scheduler/scheduleGroup:ScheduleGroup",
	"aws:secretsmanager/secret:Secret",
];

const made =
	"new Service(contract.name, { contract, code, hubs: eventHubs, settings })";

// The state of `dev` as an earlier program left it; what holds nothing was taken out of it, so it is to be created.
describeWithCli("a state of before a rename", () => {
	let checkout: Checkout;
	beforeEach(async () => {
		checkout = await Checkout.create();
		await checkout.useLocalProvider();
		await checkout.must("stack", "init", "dev");
		await checkout.must("config", "set", "issuer", issuer);
		await checkout.must(
			...["config", "set", "--path", "systems.processor", processor],
		);
		const kept = checkout.beside("kept-state.json");
		await cp(join(project, "test/fixtures/kept-state.json"), kept);
		await checkout.must("stack", "import", "--file", kept);
		await renameDelivery();
	});
	afterEach(() => checkout?.remove());

	/** The service `delivery` is called `courier`, as its owners would do it. */
	async function renameDelivery(): Promise<void> {
		const folder = join(checkout.folder, "functions");
		await rename(join(folder, "delivery"), join(folder, "courier"));
		const contract = "functions/courier/contract.ts";
		await checkout.edit(contract, 'name: "delivery"', 'name: "courier"');
		await checkout.edit("functions/index.ts", "./delivery/", "./courier/");
	}

	it("keeps all data of a service that is renamed, and of one that is moved", async () => {
		await checkout.loadQuickly();
		const services = `{
	const was: Record<string, string> = { courier: "delivery" };
	const physicalName = was[contract.name];
	const opts: Record<string, pulumi.ComponentResourceOptions> = {
		courier: { aliases: [{ name: "delivery" }] },
		payment: { parent: team, aliases: [{ parent: pulumi.rootStackResource }] },
	};
	return new Service(contract.name, { contract, code, hubs: eventHubs, settings, physicalName }, opts[contract.name]);
}`;
		await checkout.edit("index.ts", made, services);
		await checkout.write(
			"index.ts",
			`import * as pulumi from "@pulumi/pulumi";
const team = new pulumi.ComponentResource("acme:index:Team", "money");
${await checkout.read("index.ts")}`,
		);
		const run = await checkout.must("preview", "--json");
		const steps = stepsOf(run);
		expect(
			steps
				.filter(({ type }) => stateful.includes(type))
				.filter(({ op }) => op !== "update"),
		).toEqual([]);
		expect(
			steps.filter(({ op }) => !["create", "update"].includes(op)),
		).toEqual([]);
		// Tags have the new name.
		const table = steps.find(({ name }) => name === "courier-entities-table");
		expect(table).toMatchObject({ op: "update", because: ["tags"] });
		expect(run.stdout).toContain("bulkhead-dev-delivery-rest");
		expect(run.stdout).not.toContain("bulkhead-dev-courier");
	});

	it("refuses a rename that would make another table", async () => {
		await checkout.edit(
			"index.ts",
			made,
			`new Service(contract.name, { contract, code, hubs: eventHubs, settings },
	contract.name === "courier" ? { aliases: [{ name: "delivery" }] } : {})`,
		);
		const { code, output } = await checkout.run("preview");
		expect(output).toContain(
			'the service courier was called delivery: say physicalName: "delivery", or its table and secrets would be replaced by empty ones (docs/renames.md)',
		);
		expect(output).not.toMatch(/^\s+at /m);
		expect(code).not.toBe(0);
	});
});
