import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
	DisableKeyRotationCommand,
	KMSClient,
	ListKeysCommand,
	PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import {
	PutBucketNotificationConfigurationCommand,
	PutBucketPolicyCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import {
	GetQueueUrlCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import type { ClientClass } from "../../local/resources/clients";
import { describeWithCli, type Run } from "./cli";
import { LocalStack } from "./local-stack";
import { changesOf, stepsOf } from "./steps";

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
	streamViewType: "NEW_AND_OLD_IMAGES",
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


const allow = (Action: string) =>
	JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Action }] });
const role = new aws.iam.Role("role", {
	name: "role",
	assumeRolePolicy: allow("sts:AssumeRole"),
});
new aws.iam.RolePolicy("role-policy", { name: "policy", role: role.id, policy: allow("s3:GetObject") });
const key = new aws.kms.Key("key", { region, enableKeyRotation: true, policy: allow("kms:*") });
new aws.kms.Alias("alias", { region, name: "alias/key", targetKeyId: key.keyId });
const bucket = new aws.s3.Bucket("bucket", { region, bucket: "a-bucket" });
new aws.s3.BucketPolicy("bucket-policy", { region, bucket: bucket.id, policy: allow("s3:GetObject") });
new aws.s3.BucketNotification("notification", {
	region,
	bucket: bucket.id,
	queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "in/" }],
});
const fn = new aws.lambda.Function("fn", {
	region,
	name: "fn",
	role: role.arn,
	handler: "index.handler",
	runtime: "nodejs22.x",
	code: new pulumi.asset.AssetArchive({
		"index.mjs": new pulumi.asset.StringAsset("export const handler = () => {};"),
	}),
});
new aws.lambda.Permission("permission", {
	region,
	statementId: "bus",
	action: "lambda:InvokeFunction",
	function: fn.name,
	principal: "events.amazonaws.com",
	sourceArn: "arn:aws:events:us-east-1:000000000000:rule/rule",
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

	/** What somebody with a console does. */
	async function meddle(): Promise<void> {
		const client = <C extends { destroy(): void }>(Class: ClientClass<C>) =>
			stack.clients.get(Class, "us-east-1");
		const Policy = JSON.stringify({
			Version: "2012-10-17",
			Statement: [
				{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
			],
		});
		await client(IAMClient).send(
			new PutRolePolicyCommand({
				RoleName: "role",
				PolicyName: "policy",
				PolicyDocument: Policy,
			}),
		);
		const { Keys: [key] = [] } = await client(KMSClient).send(
			new ListKeysCommand(),
		);
		const KeyId = key?.KeyId ?? "";
		await client(KMSClient).send(new DisableKeyRotationCommand({ KeyId }));
		await client(KMSClient).send(new PutKeyPolicyCommand({ KeyId, Policy }));
		await client(S3Client).send(
			new PutBucketPolicyCommand({ Bucket: "a-bucket", Policy }),
		);
		await client(S3Client).send(
			new PutBucketNotificationConfigurationCommand({
				Bucket: "a-bucket",
				NotificationConfiguration: {},
			}),
		);
		const { QueueUrl } = await client(SQSClient).send(
			new GetQueueUrlCommand({ QueueName: "first" }),
		);
		await client(SQSClient).send(
			new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
		);
		await client(LambdaClient).send(
			new RemovePermissionCommand({ FunctionName: "fn", StatementId: "bus" }),
		);
	}

	it("shows what somebody changed of permissions, policies, keys and notifications, and puts it right", async () => {
		await meddle();
		const refreshed = await stack.must("refresh", "--yes", "--skip-preview");
		expect(
			changesOf(refreshed)
				.map(({ op, name, because }) => [op, name, ...because].join(" "))
				.sort(),
		).toEqual([
			"deleted permission",
			"updated bucket-policy policy",
			"updated key enableKeyRotation policy",
			"updated notification queues",
			"updated policy policy",
			"updated role-policy policy",
		]);
		expect(
			changesOf(await up())
				.map(({ op, name }) => `${op} ${name}`)
				.sort(),
		).toEqual([
			"created permission",
			"updated bucket-policy",
			"updated key",
			"updated notification",
			"updated policy",
			"updated role-policy",
		]);
		const refresh = ["refresh", "--preview-only", "--expect-no-changes"];
		expect((await stack.run(...refresh)).code).toBe(0);
	});

	it("makes what gets another name before the old one goes, and moves what hangs on it", async () => {
		await stack.checkout.edit("index.ts", '"first"', '"second"');
		expect((await preview()).sort()).toEqual([
			"replace policy",
			"replace queue",
			"update notification",
		]);
		const run = await up();
		const replaced = ["created replacement", "deleted original"];
		for (const name of ["queue", "policy"])
			expect(done(run, name)).toEqual(replaced);
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

	it("says which input AWS would refuse, before anything is made", async () => {
		await stack.checkout.write(
			"index.ts",
			`${program}\nnew aws.cloudwatch.LogGroup("month", { region, retentionInDays: 31 });\n`,
		);
		expectError(
			await stack.run("preview"),
			"property retentionInDays value {31} has a problem: must be one of 0, 1, 3, 5,",
		);
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
