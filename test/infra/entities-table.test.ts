import { evaluate } from "./evaluate";
import { named, ofType } from "./query";
import type { Run } from "./run";

const services = [
	"restaurant",
	"customer",
	"payment",
	"fulfillment",
	"delivery",
];
const key = (name: string) => ({ name, type: "S" });
const stages = { dev: false, prod: true };

describe.each(["dev", "prod"] as const)("the entities table in %s", (stack) => {
	let run: Run;
	const table = (service: string) => named(run, `${service}-entities-table`);

	beforeAll(async () => {
		run = await evaluate({ stack, preview: true });
	});

	it("is one per service, whatever the number of regions", () => {
		const names = ofType(run, "Table").map(({ name }) => name);
		expect(names.filter((name) => !name.startsWith("hub-"))).toEqual(
			services.map((service) => `${service}-entities-table`),
		);
	});

	it.each(services)(
		"of %s has pk, sk, gsi1 and gsi2, and costs nothing at rest",
		(service) => {
			expect(table(service).inputs).toMatchObject({
				name: `bulkhead-${stack}-${service}-entities`,
				billingMode: "PAY_PER_REQUEST",
				hashKey: "pk",
				rangeKey: "sk",
				attributes: ["pk", "sk", "discriminator", "data"].map(key),
				globalSecondaryIndexes: [
					{
						name: "gsi1",
						hashKey: "discriminator",
						rangeKey: "pk",
						projectionType: "ALL",
					},
					{
						name: "gsi2",
						hashKey: "discriminator",
						rangeKey: "data",
						projectionType: "ALL",
					},
				],
			});
		},
	);

	it.each(services)(
		"of %s has a ttl, a stream of both images, and encryption",
		(service) => {
			expect(table(service).inputs).toMatchObject({
				ttl: { enabled: true, attributeName: "ttl" },
				streamEnabled: true,
				streamViewType: "NEW_AND_OLD_IMAGES",
				serverSideEncryption: { enabled: true },
			});
		},
	);

	it.each(services)(
		"of %s is recoverable, and protected as the stage says",
		(service) => {
			expect(table(service)).toMatchObject({
				protect: stages[stack],
				retainOnDelete: stages[stack],
				inputs: {
					deletionProtectionEnabled: stages[stack],
					pointInTimeRecovery: {
						enabled: true,
						recoveryPeriodInDays: stack === "prod" ? 35 : 1,
					},
				},
			});
		},
	);

	it.each(services)(
		"of %s has a replica in all other regions, with protections of its own",
		(service) => {
			const replica = {
				regionName: "us-west-2",
				pointInTimeRecovery: true,
				deletionProtectionEnabled: true,
				propagateTags: true,
			};
			expect(table(service).inputs.replicas).toEqual(
				stack === "prod" ? [replica] : [],
			);
		},
	);
});

it("stays where it was made when the first region is another", async () => {
	const run = await evaluate({
		stack: "prod",
		preview: true,
		config: { regions: ["us-west-2", "us-east-1"] },
	});
	for (const service of services)
		expect(named(run, `${service}-entities-table`).inputs).toMatchObject({
			region: "us-east-1",
			replicas: [{ regionName: "us-west-2" }],
		});
});
