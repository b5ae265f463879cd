import { evaluate } from "./evaluate";
import { statementsOf } from "./policies";
import { named, ofType } from "./query";
import type { Run } from "./run";

const regions = ["us-east-1", "us-west-2"];
const services = ["restaurant", "customer", "delivery"];

describe("prod", () => {
	let run: Run;

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
	});

	describe.each(regions)("the hub in %s", (region) => {
		const child = (what: string) => named(run, `hub-${region}-${what}`);
		const bucket = `hub-${region}-failures-bucket-1234567`;

		it("has a bus with the same name as everywhere", () => {
			expect(child("bus").inputs).toMatchObject({ name: "bulkhead-prod" });
		});

		it("archives all events for a replay", () => {
			expect(child("archive").inputs).toEqual({
				region,
				eventSourceArn: `arn:aws:cloudwatch:${region}:123456789012:bulkhead-prod`,
				retentionDays: 30,
			});
		});

		it("keeps faults in a table that is recoverable and encrypted", () => {
			expect(child("faults-table").inputs).toMatchObject({
				billingMode: "PAY_PER_REQUEST",
				hashKey: "pk",
				rangeKey: "sk",
				serverSideEncryption: { enabled: true },
				pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
			});
		});

		it("keeps failed records in a private bucket, for 30 days", () => {
			expect(child("failures-private").inputs).toMatchObject({
				bucket,
				blockPublicAcls: true,
				blockPublicPolicy: true,
				ignorePublicAcls: true,
				restrictPublicBuckets: true,
			});
			expect(child("failures-lifecycle").inputs).toMatchObject({
				bucket,
				rules: [{ status: "Enabled", expiration: { days: 30 } }],
			});
		});

		it("refuses whoever reads or writes that bucket unencrypted", () => {
			expect(statementsOf(child("failures-policy"))).toEqual([
				{
					Effect: "Deny",
					Principal: "*",
					Action: ["s3:*"],
					Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
					Condition: { Bool: { "aws:SecureTransport": "false" } },
				},
			]);
		});
	});

	it("tells other stacks its APIs, tables, buses and tables of faults", () => {
		const byRegion = (of: (region: string) => string) =>
			Object.fromEntries(regions.map((region) => [region, of(region)]));
		const byService = <T>(of: (service: string) => T) =>
			Object.fromEntries(services.map((service) => [service, of(service)]));
		expect(run.outputs).toEqual({
			apis: byService((service) =>
				byRegion(
					(region) =>
						`https://${service}-${region}-rest-api.execute-api.${region}`,
				),
			),
			tables: byService((service) => `bulkhead-prod-${service}-entities`),
			buses: byRegion(() => "bulkhead-prod"),
			faults: byRegion((region) => `hub-${region}-faults-table-1234567`),
		});
	});

	it("has one bus, archive and bucket per region, and no more", () => {
		for (const type of ["EventBus", "EventArchive", "Bucket"])
			expect(ofType(run, type)).toHaveLength(regions.length);
	});
});
