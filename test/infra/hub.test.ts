import { evaluate } from "./evaluate";
import { statementsOf } from "./policies";
import { named, ofType } from "./query";
import type { Run } from "./run";

const regions = ["us-east-1", "us-west-2"];
const services = [
	"restaurant",
	"customer",
	"payment",
	"fulfillment",
	"delivery",
];

describe("prod", () => {
	let run: Run;

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
	});

	describe.each(regions)("the hub in %s", (region) => {
		const child = (what: string) => named(run, `hub-${region}-${what}`);

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

		describe.each([
			{ what: "failed records", of: "failures", days: 30 },
			{
				what: "the content of large events until they can neither come back nor be mended",
				of: "claims",
				days: 30 + 14 + 14 + 30,
			},
		])("keeps $what in a bucket that", ({ of, days }) => {
			const bucket = `hub-${region}-${of}-bucket-1234567`;

			it("is private", () => {
				expect(child(`${of}-private`).inputs).toMatchObject({
					bucket,
					blockPublicAcls: true,
					blockPublicPolicy: true,
					ignorePublicAcls: true,
					restrictPublicBuckets: true,
				});
			});

			it(`forgets after ${days} days`, () => {
				expect(child(`${of}-lifecycle`).inputs).toMatchObject({
					bucket,
					rules: [{ status: "Enabled", expiration: { days } }],
				});
			});

			it("encrypts what is in it", () => {
				expect(child(`${of}-encryption`).inputs).toEqual({
					region,
					bucket,
					rules: [
						{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
					],
				});
			});

			it("refuses whoever reads or writes it unencrypted", () => {
				expect(statementsOf(child(`${of}-policy`))).toEqual([
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
	});

	it("tells other stacks its APIs, tables, secrets, buses, tables of faults, buckets of claims, and how to join its hubs", () => {
		const byRegion = <T>(of: (region: string) => T) =>
			Object.fromEntries(regions.map((region) => [region, of(region)]));
		const byService = <T>(of: (service: string) => T) =>
			Object.fromEntries(services.map((service) => [service, of(service)]));
		expect(run.outputs).toEqual({
			apis: {
				...byService((service) =>
					byRegion(
						(region) =>
							`https://${service}-${region}-rest-api.execute-api.${region}`,
					),
				),
				// It serves nobody.
				fulfillment: {},
			},
			secrets: {
				payment: {
					processor: {
						key: "bulkhead/prod/payment/processor",
						webhook: "bulkhead/prod/payment/processor-webhook",
					},
				},
			},
			tables: byService((service) => `bulkhead-prod-${service}-entities`),
			buses: byRegion(() => "bulkhead-prod"),
			faults: byRegion((region) => `hub-${region}-faults-table-1234567`),
			claims: byRegion((region) => `hub-${region}-claims-bucket-1234567`),
			hubs: byRegion((region) => ({
				bus: {
					name: "bulkhead-prod",
					arn: `arn:aws:cloudwatch:${region}:123456789012:bulkhead-prod`,
				},
				claims: {
					name: `hub-${region}-claims-bucket-1234567`,
					arn: `arn:aws:s3:::hub-${region}-claims-bucket-1234567`,
				},
				protectionKey: `arn:aws:kms:${region}:123456789012:hub-${region}-protection-key-1234567`,
			})),
		});
	});

	it("has one bus, one archive and two buckets per region, and no more", () => {
		for (const type of ["EventBus", "EventArchive"])
			expect(ofType(run, type)).toHaveLength(regions.length);
		expect(ofType(run, "Bucket")).toHaveLength(2 * regions.length);
	});
});
