import { streamMappingDefaults } from "../../components/defaults/stream";
import { evaluate } from "./evaluate";
import { dependenciesOf, everyOf, named, ofType } from "./query";
import type { Run } from "./run";

const published: Record<string, string[]> = {
	restaurant: ["menu-item", "acceptance"],
	customer: ["order", "cancellation"],
	payment: ["authorized", "declined", "voided", "settlement"],
	fulfillment: ["fate"],
	delivery: ["delivery"],
};
const services = Object.keys(published);

const filter = (
	eventName: string[],
	image: string,
	service: string,
	...stamps: unknown[]
) => ({
	eventName,
	dynamodb: {
		[image]: {
			discriminator: { S: published[service] },
			awsregion: { S: stamps },
		},
	},
});
/** Rows of the region that a write of another one replaced. */
const replaced = (region: string) => ({
	eventName: ["MODIFY"],
	dynamodb: {
		OldImage: { awsregion: { S: [region] } },
		NewImage: { awsregion: { S: [{ "anything-but": [region] }] } },
	},
});
/** What rules of the service collect, of whichever region. */
const collected = (service: string) =>
	service === "fulfillment"
		? [
				{
					eventName: ["INSERT"],
					dynamodb: { NewImage: { discriminator: { S: ["order-news"] } } },
				},
			]
		: [];
const inserted = ["INSERT", "MODIFY"];
const unstamped = { exists: false };

describe("the stream mapping", () => {
	let run: Run;
	const mapping = (service: string, region: string) =>
		named(run, `${service}-${region}-trigger-mapping`);
	const filters = (service: string, region: string): unknown => {
		const { filterCriteria } = mapping(service, region).inputs;
		return JSON.parse(
			JSON.stringify(filterCriteria).replaceAll(
				/"pattern":("(?:[^"\\]|\\.)*")/g,
				(_, pattern: string) => `"pattern":${JSON.parse(pattern)}`,
			),
		);
	};

	beforeAll(async () => {
		run = await evaluate({ stack: "prod" });
	});

	it.each(services)(
		"of %s takes, where its table was made, changes stamped there, those that nobody stamped, and what replaced its rows",
		(service) => {
			expect(filters(service, "us-east-1")).toEqual({
				filters: [
					filter(inserted, "NewImage", service, "us-east-1", unstamped),
					filter(["REMOVE"], "OldImage", service, "us-east-1", unstamped),
					...collected(service),
					replaced("us-east-1"),
				].map((pattern) => ({ pattern })),
			});
		},
	);

	it.each(services)(
		"of %s takes only changes stamped with its own region elsewhere, and what replaced its rows",
		(service) => {
			expect(filters(service, "us-west-2")).toEqual({
				filters: [
					filter(inserted, "NewImage", service, "us-west-2"),
					filter(["REMOVE"], "OldImage", service, "us-west-2"),
					...collected(service),
					replaced("us-west-2"),
				].map((pattern) => ({ pattern })),
			});
		},
	);

	const everyMapping = services.flatMap((service) =>
		["us-east-1", "us-west-2"].map((region) => ({ service, region })),
	);

	it.each(everyMapping)(
		"of $service in $region reads the replica of its own region",
		({ service, region }) => {
			expect(mapping(service, region).inputs).toMatchObject({
				eventSourceArn: `arn:aws:dynamodb:${region}:123456789012:table/bulkhead-prod-${service}-entities/stream/1`,
				functionName: `arn:aws:lambda:${region}:123456789012:bulkhead-prod-${service}-trigger`,
			});
		},
	);

	it.each(everyMapping)(
		"of $service in $region misses nothing, and never stands still for one record",
		({ service, region }) => {
			expect(mapping(service, region).inputs).toMatchObject({
				startingPosition: "TRIM_HORIZON",
				bisectBatchOnFunctionError: true,
				functionResponseTypes: ["ReportBatchItemFailures"],
				maximumRetryAttempts: 10,
				destinationConfig: {
					onFailure: {
						destinationArn: `arn:aws:s3:::hub-${region}-failures-bucket-1234567`,
					},
				},
			});
		},
	);

	it("puts records aside before the stream forgets them after 24 h", () => {
		const { maximumRecordAgeInSeconds } = streamMappingDefaults;
		expect(maximumRecordAgeInSeconds).toBeLessThan(24 * 60 * 60);
		everyOf(
			ofType(run, "EventSourceMapping").filter(
				({ inputs }) => "startingPosition" in inputs,
			),
			({ inputs }) =>
				inputs.maximumRecordAgeInSeconds === maximumRecordAgeInSeconds,
			6,
		);
	});

	it.each(everyMapping)(
		"of $service in $region waits for all policies of its function",
		({ service, region }) => {
			const policies = [
				"telemetry",
				"read-stream",
				"write-entities",
				"publish",
				"keep-failures",
			];
			expect(dependenciesOf(mapping(service, region))).toEqual(
				expect.arrayContaining(
					policies.map((verb) => `${service}-${region}-trigger-${verb}`),
				),
			);
		},
	);
});
