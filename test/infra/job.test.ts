import { gateway } from "../fixtures/contracts";
import { grantedTo, statementsOf } from "./policies";
import { dependenciesOf, named, ofType, text } from "./query";
import { expectAlarm } from "./queue-alarm";
import { type Run, unknown } from "./run";
import { account, made, regions, variable } from "./services";

jest.setTimeout(60_000);

let run: Run;
let preview: Run;
beforeAll(async () => {
	run = await made({ contract: gateway });
	preview = await made({ contract: gateway, preview: true });
});

describe.each(regions)("the jobs in %s", (region) => {
	const name = `gateway-${region}-job`;
	const child = (what: string) => named(run, `${name}-${what}`);
	const queue = `arn:aws:sqs:${region}:${account}:${name}-queue-1234567`;
	const deadLetters = `arn:aws:sqs:${region}:${account}:food-prod-gateway-job-dead-letters`;
	const first = region === "us-east-1";

	it.each([
		// Five minutes to midnight is past midnight elsewhere.
		["settle", first ? "cron(57 23 * * ? *)" : "cron(2 0 * * ? *)", 300],
		["count", first ? "cron(58 * * * ? *)" : "cron(3 * * * ? *)", 300],
		["retry-calls", "rate(1 minute)", 0],
	])(
		"have a schedule for %s: %s, in UTC, at the minute",
		(job, expression, delay) => {
			const { target, ...inputs } = child(job).inputs;
			expect(inputs).toEqual({
				region,
				name: job,
				groupName: "food-prod-gateway",
				scheduleExpression: expression,
				scheduleExpressionTimezone: "UTC",
				flexibleTimeWindow: { mode: "OFF" },
			});
			expect(target).toEqual({
				arn: queue,
				deadLetterConfig: { arn: deadLetters },
				roleArn: `arn:aws:iam::${account}:gateway-${region}-schedules-role-1234567`,
				input: JSON.stringify({
					job,
					scheduledTime: "<aws.scheduler.scheduled-time>",
					delay: first ? 0 : delay,
				}),
				retryPolicy: {
					maximumEventAgeInSeconds: 86_400,
					maximumRetryAttempts: 185,
				},
			});
		},
	);

	it("are not scheduled before they may be sent, into their queue, or beside it", () => {
		for (const job of ["settle", "count", "retry-calls"])
			expect(dependenciesOf(child(job))).toContain(
				`gateway-${region}-schedules-send-jobs`,
			);
		const role = named(run, `gateway-${region}-schedules-role`);
		expect(grantedTo(run, role)).toEqual([
			{
				Effect: "Allow",
				Action: ["sqs:SendMessage"],
				Resource: [queue, deadLetters],
			},
		]);
	});

	it("come one by one, each not behind another, with an hour for a period", () => {
		expect(child("queue").inputs).toMatchObject({
			visibilityTimeoutSeconds: 330,
			sqsManagedSseEnabled: true,
		});
		expect(JSON.parse(text(child("queue"), "redrivePolicy"))).toEqual({
			deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:food-prod-gateway-job-dead-letters`,
			maxReceiveCount: 12,
		});
		expect(child("mapping").inputs).toMatchObject({
			eventSourceArn: queue,
			batchSize: 1,
			functionResponseTypes: ["ReportBatchItemFailures"],
			scalingConfig: { maximumConcurrency: 3 },
		});
		expect(child("function").inputs).toMatchObject({
			name: "food-prod-gateway-job",
			timeout: 300,
		});
	});

	it("are put aside when they always fail: with an alarm, and drained into faults", () => {
		const deadLetters = "food-prod-gateway-job-dead-letters";
		expect(child("dead-letters").inputs.name).toBe(deadLetters);
		expectAlarm(child("dead-letters-age"), deadLetters);
		expect(child("drain-mapping").inputs).toMatchObject({
			eventSourceArn: `arn:aws:sqs:${region}:${account}:${deadLetters}`,
			functionName: `arn:aws:lambda:${region}:${account}:food-prod-hub-drain`,
		});
	});

	it.each(["queue", "dead-letters"])(
		"have a %s into which nobody sends in plain text, and none of AWS's services but the scheduler's role",
		(what) => {
			const statements = statementsOf(child(`${what}-policy`));
			expect(statements).toMatchObject([
				{
					Effect: "Deny",
					Principal: "*",
					Action: ["sqs:*"],
					Condition: { Bool: { "aws:SecureTransport": "false" } },
				},
			]);
			expect(named(preview, `${name}-${what}-policy`).inputs.policy).toBe(
				unknown,
			);
		},
	);

	it("may read and write rows, publish faults, take from their queue and read the keys of what they call", () => {
		const actions = grantedTo(run, child("role")).flatMap(
			({ Action }) => Action,
		);
		expect([...new Set(actions)].sort()).toEqual([
			"dynamodb:BatchGetItem",
			"dynamodb:GetItem",
			"dynamodb:PutItem",
			"dynamodb:Query",
			"events:PutEvents",
			"logs:CreateLogStream",
			"logs:PutLogEvents",
			"s3:PutObject",
			"secretsmanager:GetSecretValue",
			"sqs:DeleteMessage",
			"sqs:GetQueueAttributes",
			"sqs:ReceiveMessage",
			"xray:PutTelemetryRecords",
			"xray:PutTraceSegments",
		]);
	});
});

it("a service that calls has the built-in job, and one that does not has none without jobs", async () => {
	const calling = await made({ contract: { ...gateway, jobs: {} } });
	const schedules = ofType(calling, "Schedule").map(({ name }) => name);
	expect(schedules).toEqual(
		regions.map((region) => `gateway-${region}-job-retry-calls`),
	);
	const mapping = named(calling, "gateway-us-east-1-job-mapping");
	expect(mapping.inputs.scalingConfig).toEqual({ maximumConcurrency: 2 });
	const quiet = { ...gateway, jobs: {}, rules: {} };
	const found = await made({ contract: quiet });
	for (const type of ["Job", "Schedules"])
		expect(ofType(found, type)).toEqual([]);
});

it("a job that calls nothing reads no key and knows no system", async () => {
	const found = await made({ contract: { ...gateway, rules: {} } });
	for (const region of regions) {
		const name = `gateway-${region}-job`;
		const granted = grantedTo(found, named(found, `${name}-role`));
		expect(JSON.stringify(granted)).not.toContain("secretsmanager");
		expect(variable(found, name, "SYSTEMS")).toBeUndefined();
		expect(
			ofType(found, "Schedule").filter(({ name }) => name.includes(region)),
		).toHaveLength(2);
	}
});

it("a transform reaches function, queue, mapping and schedules", async () => {
	const mark = <Args>(args: Args): Args => ({ ...args, region: "mine" });
	const { resources } = await made({
		contract: gateway,
		transform: {
			job: { function: mark, queue: mark, mapping: mark, schedule: mark },
		},
	});
	const mine = resources.filter(({ inputs }) => inputs.region === "mine");
	const children = ["count", "function", "mapping", "queue"];
	expect(mine.map(({ name }) => name).sort()).toEqual(
		regions.flatMap((region) =>
			[...children, "retry-calls", "settle"].map(
				(child) => `gateway-${region}-job-${child}`,
			),
		),
	);
});
