import { compareCost } from "../../../../ops/preview/cost/cost";
import { monthlyFloor, runsPerMonth } from "../../../../ops/preview/cost/floor";
import {
	costAboveFree,
	costOf,
	priceList,
} from "../../../../ops/preview/cost/prices";
import type { ContractRecord } from "../../../../ops/preview/record/recording";
import { recording, resource, types } from "./recordings";

describe("prices", () => {
	it("have a date, a source, and whether somebody should verify them", () => {
		const all = Object.values(priceList.prices);
		expect(all.length).toBeGreaterThan(15);
		expect(all.every(({ price }) => price > 0)).toBe(true);
		expect(all.every(({ source }) => source.startsWith("https://"))).toBe(true);
	});

	it("are free up to what is free", () => {
		expect(costOf("queue", 3)).toBeCloseTo(1.2);
		expect(costAboveFree("queue", 3)).toBeCloseTo(0.8);
		expect(costAboveFree("queue", 0.5)).toBe(0);
	});

	it("that are not there are a mistake of the report's", () => {
		expect(() => costOf("unicorns", 1)).toThrow('no price "unicorns"');
	});
});

test.each([
	["rate(1 minute)", 43_200],
	["rate(5 minutes)", 8_640],
	["rate(1 hour)", 720],
	["rate(1 day)", 30],
	["cron(0 2 * * ? *)", 30],
	["cron(0 * * * ? *)", 720],
	["cron(*/5 * * * ? *)", 8_640],
	["cron(0,30 8,20 * * ? *)", 120],
	["at(2026-01-01T00:00:00)", 0],
])("%s runs %d times a month", (expression, runs) => {
	expect(runsPerMonth(expression)).toBe(runs);
});

it("at rest there are queues that are asked, metrics of alarms, keys, secrets, jobs and what a network has", () => {
	const mapping = (name: string, source: string) =>
		resource(types.mapping, name, {
			inputs: { eventSourceArn: `arn:aws:${source}:us-east-1:1:x` },
		});
	const metric = (id: string) => ({ id, metric: { namespace: "AWS/SQS" } });
	const floor = monthlyFloor([
		...Array.from({ length: 4 }, (_, i) => mapping(`queue-${i}`, "sqs")),
		mapping("stream", "dynamodb"),
		resource("aws:cloudwatch/metricAlarm:MetricAlarm", "age", {
			inputs: {
				metricQueries: [
					{ id: "e", expression: "a + b" },
					...Array.from({ length: 12 }, (_, i) => metric(`m${i}`)),
				],
			},
		}),
		resource("aws:cloudwatch/metricAlarm:MetricAlarm", "simple"),
		resource("aws:kms/key:Key", "key"),
		resource("aws:kms/replicaKey:ReplicaKey", "copy"),
		resource(types.secret, "secret", { inputs: { replicas: [{}, {}] } }),
		resource("aws:scheduler/schedule:Schedule", "retry", {
			inputs: { scheduleExpression: "rate(1 minute)" },
		}),
		resource("aws:ec2/vpcEndpoint:VpcEndpoint", "kms", {
			inputs: { vpcEndpointType: "Interface", subnetIds: ["a", "b"] },
		}),
		resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {
			inputs: { vpcEndpointType: "Gateway" },
		}),
	]);
	const rounded = floor.map(({ what, count, cost }) => [
		what,
		count,
		Number(cost.toFixed(2)),
	]);
	expect(rounded).toEqual([
		// 4 × 648,000 requests, of which a million is free.
		["queues that functions ask, empty or not", 4, 0.64],
		["metrics of alarms", 13, 0.3],
		["keys and their copies", 2, 2],
		["secrets and their copies", 3, 1.2],
		["runs of jobs", 43_200, 0.09],
		["interface endpoints, by zone", 2, 14.6],
	]);
});

describe("per million", () => {
	const contract = (name: string, rest: Partial<ContractRecord>) => ({
		name,
		kind: "bff",
		owner: "",
		produces: {},
		consumes: {},
		api: {},
		webhooks: {},
		rules: {},
		jobs: {},
		systems: {},
		rows: {},
		...rest,
	});
	const event = { schema: {}, terms: {} };
	const shop = contract("shop", {
		produces: { "order-placed": event },
		api: { "POST /orders": { terms: {} }, "GET /orders": { terms: {} } },
	});
	const listener = (name: string) =>
		contract(name, { consumes: { "order-placed": event } });
	const resourcesOf = (service: string, batch: number, replicas: number) => [
		resource(types.table, `${service}-entities-table`, {
			inputs: {
				globalSecondaryIndexes: [{}, {}],
				replicas: Array.from({ length: replicas }, () => ({})),
			},
		}),
		...["rest", "trigger", "listener"].map((kind) =>
			resource(types.fn, `${service}-us-east-1-${kind}-function`, {
				inputs: { memorySize: 512 },
			}),
		),
		...["trigger", "listener"].map((kind) =>
			resource(types.mapping, `${service}-us-east-1-${kind}-mapping`, {
				inputs: { batchSize: batch },
			}),
		),
	];
	const tree = (consumers: string[], batch: number, replicas: number) =>
		recording(
			["shop", ...consumers].flatMap((name) =>
				resourcesOf(name, batch, replicas),
			),
			{ contracts: [shop, ...consumers.map(listener)] },
		);

	// README, "What it costs": one consumer, 1 and 2 regions; three; batches of one.
	test.each([
		["one region", ["a"], 10, 0, 7.64],
		["two regions", ["a"], 10, 1, 11.43],
		["three consumers", ["a", "b", "c"], 10, 0, 12.61],
		["batches of one", ["a"], 1, 0, 10.82],
	])(
		"%s: a command, its event and who hears it",
		(_what, consumers, batch, replicas, sum) => {
			const { perMillion } = compareCost(
				tree([], batch, replicas),
				tree(consumers, batch, replicas),
			);
			expect(perMillion).toMatchObject([
				{ what: "commands of shop" },
				{
					what: "order-placed",
					before: 1.1,
					consumersBefore: 0,
					consumersAfter: consumers.length,
				},
			]);
			const total = perMillion.reduce(
				(all, { after }) => all + (after ?? 0),
				0,
			);
			expect(total).toBeCloseTo(sum, 1);
		},
	);

	it("is nothing where there was none", () => {
		const { perMillion } = compareCost(recording([]), tree(["a"], 10, 0));
		expect(perMillion.map(({ before }) => before)).toEqual([null, null]);
	});
});
