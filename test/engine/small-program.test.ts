import { describeWithCli, type Run } from "./cli";
import { LocalStack } from "./local-stack";
import { stepsOf } from "./steps";

jest.setTimeout(180_000);

/** A few resources that need each other. */
const program = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const region = "us-east-1";
const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };
const queue = new aws.sqs.Queue("queue", { region, name: "first" });
new aws.sqs.QueuePolicy("policy", {
	region,
	queueUrl: queue.url,
	policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
});
const table = new aws.dynamodb.Table("table", {
	region,
	hashKey: "pk",
	attributes: [{ name: "pk", type: "S" }],
	billingMode: "PAY_PER_REQUEST",
	streamEnabled: true,
	streamViewType: "NEW_IMAGE",
	replicas: [{ regionName: "us-west-2" }],
});
new aws.cloudwatch.LogGroup("of-the-replica", {
	region,
	name: table.replicas.apply((replicas) => \`/of\${replicas?.[0]?.arn.split("/").at(-1)}\`),
	retentionInDays: 7,
});
new aws.cloudwatch.EventRule("rule", {
	region,
	eventPattern: pulumi.secret('{"source":["a-secret-source"]}'),
});

export const queueUrl = queue.url;
export const here = aws.getRegionOutput({ region }).region;
`;

describeWithCli("a small program, by the real engine in the emulator", () => {
	let stack: LocalStack;
	beforeAll(async () => {
		stack = await LocalStack.start("dev");
		await stack.checkout.write("index.ts", program);
	});
	afterAll(() => stack?.stop());

	const up = () => stack.must("up", "--yes", "--skip-preview");
	/** The changes of a preview, in their order, such as `replace aws:sqs/queue:Queue`. */
	const preview = async () =>
		stepsOf(await stack.must("preview", "--json")).map(
			({ op, name }) => `${op} ${name}`,
		);

	it("is created and then as it should be", async () => {
		await stack.must("preview");
		await up();
		expect(await preview()).toEqual([]);
		const refresh = ["refresh", "--preview-only", "--expect-no-changes"];
		expect((await stack.run(...refresh)).code).toBe(0);
		const { stdout } = await stack.must("stack", "output", "--json");
		expect(JSON.parse(stdout)).toMatchObject({
			here: "us-east-1",
			queueUrl: expect.stringContaining("/first"),
		});
	});

	it("keeps a secret out of the state", async () => {
		const { stdout } = await stack.must("stack", "export");
		expect(stdout).toContain("ciphertext");
		expect(stdout).not.toContain("a-secret-source");
	});

	/** What an update did to the resource, in its order. */
	const done = ({ output }: Run, name: string) =>
		[
			...output.matchAll(
				/^ *\S+ +aws:\S+ (\S+) (created replacement|deleted original) /gm,
			),
		]
			.filter(([, resource]) => resource === name)
			.map(([, , what]) => what);

	it("makes what gets another name before the old one goes, and moves what hangs on it", async () => {
		await stack.checkout.edit("index.ts", '"first"', '"second"');
		expect(await preview()).toEqual(["replace queue", "replace policy"]);
		const run = await up();
		const replaced = ["created replacement", "deleted original"];
		for (const name of ["queue", "policy"])
			expect(done(run, name)).toEqual(replaced);
		expect(await preview()).toEqual([]);
		const { stdout } = await stack.must("stack", "output", "queueUrl");
		expect(stdout).toContain("/second");
	});

	it("deletes what keeps its name before it is made anew; what is not known yet may replace", async () => {
		await stack.checkout.edit("index.ts", '"pk"', '"id"');
		expect(await preview()).toEqual([
			"replace table",
			"replace of-the-replica",
		]);
		const run = await up();
		// What hangs on it goes first, and comes again.
		for (const name of ["table", "of-the-replica"])
			expect(done(run, name)).toEqual([
				"deleted original",
				"created replacement",
			]);
		expect(await preview()).toEqual([]);
	});

	/** The SDK may add its own trouble, for the engine stops at once. */
	function expectError({ code, output }: Run, sentence: string): void {
		expect(output).toContain(sentence);
		expect(code).not.toBe(0);
	}

	it("names a type that nothing on this machine provides", async () => {
		await stack.checkout.write(
			"index.ts",
			`${program}\nnew aws.ec2.Vpc("network", { region, cidrBlock: "10.0.0.0/16" });\n`,
		);
		expectError(
			await stack.run("preview"),
			"nothing on this machine provides aws:ec2/vpc:Vpc: add a handler for it to local/resources/index.ts",
		);
	});

	it("says which inputs AWS would refuse, before anything is made", async () => {
		const wrong = [
			'new aws.sqs.Queue("late", { region, delaySeconds: "long" as unknown as number });',
			'new aws.cloudwatch.LogGroup("month", { region, retentionInDays: 31 });',
			'new aws.cloudwatch.MetricAlarm("none", { region, comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 0 });',
			'new aws.sqs.Queue("misspelt", { region, visibilityTimeout: 30 } as object);',
		];
		await stack.checkout.write("index.ts", [program, ...wrong, ""].join("\n"));
		const run = await stack.run("preview");
		for (const sentence of [
			'property delaySeconds value {long} has a problem: must be a number, and is "long"',
			"property retentionInDays value {31} has a problem: must be one of 0, 1, 3,",
			"property evaluationPeriods value {0} has a problem: must be at least 1, and is 0",
			"property visibilityTimeout value {30} has a problem: there is no such input",
		])
			expectError(run, sentence);
	});

	it("tells what the emulator refuses, and goes on when it is mended", async () => {
		const twice =
			'new aws.sqs.Queue("twice", { region, name: "second", delaySeconds: 5 });';
		await stack.checkout.write("index.ts", `${program}\n${twice}\n`);
		await stack.checkout.edit("index.ts", '"first"', '"second"');
		await stack.checkout.edit("index.ts", '"pk"', '"id"');
		const run = await stack.run("up", "--yes", "--skip-preview");
		expectError(run, "aws:sqs:Queue (twice)");
		expect(run.output).not.toMatch(/^\s+at /m);
		await stack.checkout.edit("index.ts", twice, "");
		await up();
		expect(await preview()).toEqual([]);
	});

	it("is destroyed", async () => {
		await stack.must("destroy", "--yes", "--skip-preview");
	});
});
