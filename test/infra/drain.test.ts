import { sizes } from "../../components/defaults/function";
import { evaluate } from "./evaluate";
import { grantedTo, statementsOf } from "./policies";
import { dependenciesOf, named, ofType } from "./query";
import { expectAlarm } from "./queue-alarm";
import type { Run } from "./run";

let run: Run;
beforeAll(async () => {
	run = await evaluate({ stack: "prod" });
});

describe.each(["us-east-1", "us-west-2"])("the drain in %s", (region) => {
	const name = `hub-${region}-drain`;
	const child = (what: string) => named(run, `${name}-${what}`);
	const queue = `${name}-queue-1234567`;
	const queueArn = `arn:aws:sqs:${region}:123456789012:${queue}`;
	const bucket = `hub-${region}-failures-bucket-1234567`;

	it("is told of each batch that Lambda puts into the failure bucket", () => {
		expect(child("notification").inputs).toEqual({
			region,
			bucket,
			queues: [
				{
					id: "drain",
					queueArn,
					events: ["s3:ObjectCreated:*"],
					filterPrefix: "aws/lambda/",
				},
			],
		});
		expect(dependenciesOf(child("notification"))).toContain(
			`${name}-queue-policy`,
		);
	});

	it("hears of that by a queue into which only this bucket may send, encrypted", () => {
		expect(statementsOf(child("queue-policy"))).toEqual([
			{
				Effect: "Allow",
				Principal: { Service: "s3.amazonaws.com" },
				Action: ["sqs:SendMessage"],
				Resource: [queueArn],
				Condition: {
					ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${bucket}` },
					StringEquals: { "aws:SourceAccount": "123456789012" },
				},
			},
			{
				Effect: "Deny",
				Principal: "*",
				Action: ["sqs:*"],
				Resource: [queueArn],
				Condition: { Bool: { "aws:SecureTransport": "false" } },
			},
		]);
	});

	it("leaves there what it cannot drain: for as long as SQS can, with an alarm", () => {
		expect(child("queue").inputs).toMatchObject({
			sqsManagedSseEnabled: true,
			messageRetentionSeconds: 14 * 24 * 60 * 60,
			visibilityTimeoutSeconds: 6 * sizes.drain.timeout,
		});
		expect(child("queue").inputs).not.toHaveProperty("redrivePolicy");
		expectAlarm(child("age"), queue);
	});

	it("takes from each queue partially, few at once, and with all its policies", () => {
		const mapping = child("drain-mapping");
		expect(mapping.inputs).toMatchObject({
			region,
			eventSourceArn: queueArn,
			functionResponseTypes: ["ReportBatchItemFailures"],
			scalingConfig: { maximumConcurrency: 2 },
		});
		const policies = ofType(run, "RolePolicy")
			.map((policy) => policy.name)
			.filter((policy) => policy.startsWith(`${name}-`));
		expect(policies.length).toBeGreaterThanOrEqual(5);
		expect(dependenciesOf(mapping)).toEqual(expect.arrayContaining(policies));
	});

	it("may take from its own queue and the listeners' and jobs' dead letters, of this stack and region alone", () => {
		const from = grantedTo(run, child("role")).flatMap(
			({ Action, Resource = [] }) =>
				Action.includes("sqs:ReceiveMessage") ? Resource : [],
		);
		expect(from).toEqual([
			queueArn,
			`arn:aws:sqs:${region}:123456789012:bulkhead-prod-*-listener-dead-letters`,
			`arn:aws:sqs:${region}:123456789012:bulkhead-prod-*-job-dead-letters`,
		]);
	});

	it("takes nothing from a stack whose name begins like this one's", () => {
		const wide = grantedTo(run, named(run, `hub-${region}-drain-role`)).filter(
			({ Resource = [] }) =>
				Resource.some((arn) => arn.includes("*-listener-")),
		);
		expect(wide.map(({ Condition }) => Condition)).toEqual([
			{
				StringEquals: {
					"aws:ResourceTag/project": "bulkhead",
					"aws:ResourceTag/stack": "prod",
				},
			},
		]);
	});

	it("knows the bus, and of which project and stack the functions' names are", () => {
		expect(child("function").inputs.environment).toMatchObject({
			variables: {
				SERVICE: "hub",
				PROJECT: "bulkhead",
				STACK: "prod",
				BUS_NAME: "bulkhead-prod",
				CLAIMS_BUCKET: `hub-${region}-claims-bucket-1234567`,
			},
		});
	});
});

it("every queue that holds what failed has an alarm, and no alarm an action", () => {
	const alarms = ofType(run, "MetricAlarm");
	// In each of two regions: five listeners, a job, the fault monitor, the drain.
	expect(alarms).toHaveLength(16);
	for (const { inputs } of alarms)
		expect(inputs).not.toHaveProperty("alarmActions");
});
