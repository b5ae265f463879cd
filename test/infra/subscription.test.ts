import { sizes } from "../../components/defaults/function";
import * as functions from "../../functions";
import { evaluate } from "./evaluate";
import { statementsOf } from "./policies";
import { dependenciesOf, everyOf, named, ofType, text } from "./query";
import { expectAlarm } from "./queue-alarm";
import type { Registered, Run } from "./run";

const regions = ["us-east-1", "us-west-2"];
const mebibyte = 1024 * 1024;

const subscriptions = regions.flatMap((region) => [
	...functions.services.map(({ name, consumes }) => ({
		name: `${name}-${region}-listener`,
		functionName: `bulkhead-prod-${name}-listener`,
		drained: true,
		region,
		timeout: sizes.listener.timeout,
		concurrency: 50,
		pattern: {
			source: [{ "anything-but": [name] }],
			"detail-type": Object.keys(consumes).sort(),
		},
	})),
	{
		name: `hub-${region}-faults`,
		functionName: "bulkhead-prod-fault-monitor",
		drained: false,
		region,
		timeout: sizes.faultMonitor.timeout,
		concurrency: 2,
		pattern: { "detail-type": ["fault"] },
	},
]);

describe.each(subscriptions)("the subscription $name", (subscription) => {
	const { name, region, pattern, timeout, concurrency } = subscription;
	const { functionName, drained } = subscription;
	const child = (what: string) => named(run, `${name}-${what}`);
	/** What a queue is called; that of dead letters after the function, so that the drain knows whose they are. */
	const physical = (what: string) =>
		what === "dead-letters"
			? `${functionName}-dead-letters`
			: `${name}-${what}-1234567`;
	const arn = (what: string) =>
		`arn:aws:sqs:${region}:123456789012:${physical(what)}`;

	it("takes just its events from the region's bus", () => {
		expect(JSON.parse(text(child("rule"), "eventPattern"))).toEqual(pattern);
		expect(child("rule").inputs.eventBusName).toBe("bulkhead-prod");
		expect(dependenciesOf(child("rule"))).toEqual([`hub-${region}-bus`]);
	});

	it("puts the envelope into the queue, and aside what it cannot deliver within a day", () => {
		expect(child("target").inputs).toEqual({
			region,
			eventBusName: "bulkhead-prod",
			rule: `${name}-rule-1234567`,
			arn: arn("queue"),
			inputPath: "$.detail",
			deadLetterConfig: { arn: arn("dead-letters") },
			retryPolicy: {
				maximumEventAgeInSeconds: 86_400,
				maximumRetryAttempts: 185,
			},
		});
	});

	it("puts aside what failed five times", () => {
		expect(JSON.parse(text(child("queue"), "redrivePolicy"))).toEqual({
			deadLetterTargetArn: arn("dead-letters"),
			maxReceiveCount: 5,
		});
	});

	it("hides a message for six times the function's timeout", () => {
		expect(child("queue").inputs.visibilityTimeoutSeconds).toBe(6 * timeout);
	});

	it("keeps dead letters for as long as SQS can", () => {
		expect(child("dead-letters").inputs).toMatchObject({
			messageRetentionSeconds: 1_209_600,
		});
		expect(child("dead-letters").inputs).not.toHaveProperty("redrivePolicy");
	});

	it.each(["queue", "dead-letters"])(
		"has a %s that is encrypted and takes all that the bus takes",
		(what) => {
			expect(child(what).inputs).toMatchObject({
				sqsManagedSseEnabled: true,
				maxMessageSize: mebibyte,
			});
		},
	);

	it.each(["queue", "dead-letters"])(
		"has a %s into which only its rule may send, encrypted",
		(what) => {
			const policy = child(`${what}-policy`);
			expect(policy.inputs.queueUrl).toBe(
				`https://sqs.${region}/${physical(what)}`,
			);
			expect(statementsOf(policy)).toEqual([
				{
					Effect: "Allow",
					Principal: { Service: "events.amazonaws.com" },
					Action: ["sqs:SendMessage"],
					Resource: [arn(what)],
					Condition: {
						ArnEquals: {
							"aws:SourceArn": `arn:aws:cloudwatch:${region}:123456789012:${name}-rule-1234567`,
						},
					},
				},
				{
					Effect: "Deny",
					Principal: "*",
					Action: ["sqs:*"],
					Resource: [arn(what)],
					Condition: { Bool: { "aws:SecureTransport": "false" } },
				},
			]);
		},
	);

	it("has its dead letters drained into faults, unless they are faults themselves", () => {
		const mappings = ofType(run, "EventSourceMapping").filter(
			({ inputs }) => inputs.eventSourceArn === arn("dead-letters"),
		);
		if (!drained) return expect(mappings).toEqual([]);
		expect(mappings.map(({ inputs }) => inputs)).toMatchObject([
			{
				region,
				functionName: `arn:aws:lambda:${region}:123456789012:bulkhead-prod-hub-drain`,
				batchSize: 10,
				functionResponseTypes: ["ReportBatchItemFailures"],
				scalingConfig: { maximumConcurrency: 2 },
			},
		]);
	});

	it("hides a dead letter for six times the drain's timeout", () => {
		expect(child("dead-letters").inputs.visibilityTimeoutSeconds).toBe(
			6 * sizes.drain.timeout,
		);
	});

	it("alarms when a dead letter stays", () => {
		expectAlarm(child("dead-letters-age"), physical("dead-letters"));
	});

	it("lets just failed messages come back, and bounds how many functions run at once", () => {
		expect(child("mapping").inputs).toMatchObject({
			region,
			eventSourceArn: arn("queue"),
			batchSize: 10,
			functionResponseTypes: ["ReportBatchItemFailures"],
			scalingConfig: { maximumConcurrency: concurrency },
		});
	});

	it("waits for all policies of its function", () => {
		const policies = ofType(run, "RolePolicy")
			.map((policy) => policy.name)
			.filter((policy) => policy.startsWith(`${name}-`));
		expect(policies.length).toBeGreaterThanOrEqual(3);
		expect(dependenciesOf(child("mapping"))).toEqual(
			expect.arrayContaining(policies),
		);
	});
});

it("there is no queue, rule or target but those of the subscriptions, the jobs and the drains", () => {
	const ofSubscription = ({ name }: Registered) =>
		subscriptions.some((each) => name.startsWith(`${each.name}-`));
	const count = subscriptions.length;
	everyOf(
		ofType(run, "Queue").filter(
			({ name }) => !/-drain-queue$|-job-(queue|dead-letters)$/.test(name),
		),
		ofSubscription,
		2 * count,
	);
	for (const type of ["EventRule", "EventTarget"]) {
		expect(ofType(run, type)).toHaveLength(count);
		everyOf(ofType(run, type), ofSubscription, count);
	}
});

let run: Run;
beforeAll(async () => {
	run = await evaluate({ stack: "prod" });
});
