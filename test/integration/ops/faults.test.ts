// Needs the emulator: one that AWS_ENDPOINT_URL names, or one that is installed and started here.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
	CreateFunctionCommand,
	LambdaClient,
	waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
	CreateBucketCommand,
	PutObjectCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { strToU8, zipSync } from "fflate";
import { type Emulator, startEmulator } from "../../../local/emulator/emulator";
import { announce } from "../../../local/running";
import { faultsCommand } from "../../../ops/faults/command";
import { hashId } from "../../../runtime/core/hash";
import { afterAttempt } from "../../../runtime/hub/core/fault-row";

const regions = ["us-east-1", "us-west-2"];
const noon = Date.UTC(2030, 0, 1, 12);

// Answers as its record says, as a function of a service would.
const code = `exports.handler = async ({ Records: [record], rule }) => {
	console.log(rule);
	if (record.crash) throw new Error("out of memory");
	const { outcome, faults = [] } = record.answer;
	return { batchItemFailures: [], resubmitted: { outcome, faults } };
};`;

let emulator: Emulator;
let root: string;
let silence: () => void;

beforeAll(async () => {
	emulator = await startEmulator();
	const { endpoint } = emulator;
	for (const region of regions) await createTable(region);
	await createFunction("us-east-1", "shop-listener");
	root = mkdtempSync(join(tmpdir(), "ops-"));
	mkdirSync(join(root, ".bulkhead"));
	const faults = Object.fromEntries(regions.map((each) => [each, "faults"]));
	const outputs = { apis: {}, tables: {}, buses: {}, claims: {}, faults };
	silence = announce(root, { endpoint, stack: "test", outputs });
}, 60_000);

afterAll(async () => {
	silence?.();
	await emulator?.stop();
	if (root) rmSync(root, { recursive: true });
});

const settings = (region: string) => ({
	endpoint: emulator.endpoint,
	region,
	credentials: { accessKeyId: "test", secretAccessKey: "test" },
	forcePathStyle: true,
});

async function createTable(region: string) {
	const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({
		AttributeName,
		KeyType,
	});
	const client = new DynamoDBClient(settings(region));
	await client.send(
		new CreateTableCommand({
			TableName: "faults",
			BillingMode: "PAY_PER_REQUEST",
			AttributeDefinitions: ["pk", "sk", "discriminator", "data"].map(
				(AttributeName) => ({ AttributeName, AttributeType: "S" }),
			),
			KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
			GlobalSecondaryIndexes: [
				{
					IndexName: "gsi2",
					KeySchema: [key("discriminator", "HASH"), key("data", "RANGE")],
					Projection: { ProjectionType: "ALL" },
				},
			],
		}),
	);
	client.destroy();
}

async function createFunction(region: string, FunctionName: string) {
	const client = new LambdaClient(settings(region));
	await client.send(
		new CreateFunctionCommand({
			FunctionName,
			Role: "arn:aws:iam::000000000000:role/test",
			Handler: "index.handler",
			Runtime: "nodejs24.x",
			Code: { ZipFile: zipSync({ "index.js": strToU8(code) }) },
		}),
	);
	await waitUntilFunctionActiveV2(
		{ client, minDelay: 1, maxWaitTime: 20 },
		{ FunctionName },
	);
	client.destroy();
}

let faultCount = 0;

interface Given {
	record: unknown;
	region?: string;
	source?: string;
	rule?: string;
	s3?: { bucket: string; key: string; region: string };
}

/** A fault in the table, as the fault monitor would have kept it; the later ones are the newer ones. */
async function kept({
	record,
	region = "us-east-1",
	source = "shop",
	rule = "keep-orders",
	s3,
}: Given): Promise<string> {
	const n = ++faultCount;
	const id = hashId("test", String(n));
	const event = {
		id,
		type: "fault",
		timestamp: noon + n * 1000,
		partitionKey: id,
		tags: { source },
		...(s3 && { s3 }),
		fault: {
			error: { name: "TypeError", message: `boom ${n}` },
			rule,
			function: "shop-listener",
			attempt: "1",
			record,
		},
	};
	const client = new DynamoDBClient(settings(region));
	await DynamoDBDocumentClient.from(client, {
		marshallOptions: { removeUndefinedValues: true },
	}).send(
		new PutCommand({
			TableName: "faults",
			Item: afterAttempt(undefined, event, region),
		}),
	);
	client.destroy();
	return id;
}

/** `npm run ops -- faults …`: what it prints, and its exit code. */
async function ops(...args: string[]) {
	const lines: string[] = [];
	let code = 0;
	const command = faultsCommand({
		root,
		print: (line) => lines.push(line),
		exit: (failed) => {
			code = failed;
		},
	});
	await command.parseAsync(args, { from: "user" });
	return { text: lines.join("\n"), code };
}

const answer = (outcome: string, faults: object[] = []) => ({
	answer: { outcome, faults },
});

async function idsOf(...args: string[]): Promise<string[]> {
	const { text } = await ops("list", "--json", ...args);
	return JSON.parse(text).map(({ id }: { id: string }) => id);
}

test("lists the open faults of all regions, the latest first, or those that are asked for", async () => {
	expect((await ops("list")).text).toBe("No faults.");
	const a = await kept({ record: answer("done"), rule: "list" });
	const b = await kept({ record: {}, region: "us-west-2", rule: "list" });
	const c = await kept({ record: {}, source: "shop-floor", rule: "list" });
	expect(await idsOf("--rule", "list")).toEqual([c, b, a]);
	expect(await idsOf("--rule", "list", "--service", "shop")).toEqual([b, a]);
	expect(await idsOf("--rule", "list", "--region", "us-west-2")).toEqual([b]);
	expect(await idsOf("--rule", "other")).toEqual([]);
	await ops("resubmit", a);
	expect(await idsOf("--rule", "list")).toEqual([c, b]);
	expect(await idsOf("--rule", "list", "--status", "resubmitted")).toEqual([a]);
	expect(await idsOf("--rule", "list", "--status", "any")).toHaveLength(3);
});

test("shows one with its record, also where that is in the bucket of claims", async () => {
	const s3 = { bucket: "claims", key: "claims/1", region: "us-east-1" };
	const bucket = new S3Client(settings("us-east-1"));
	await bucket.send(new CreateBucketCommand({ Bucket: "claims" }));
	const content = { fault: { record: answer("done") } };
	const Body = JSON.stringify(content);
	await bucket.send(
		new PutObjectCommand({ Bucket: s3.bucket, Key: s3.key, Body }),
	);
	const small = await kept({ record: { body: '{"id":"event-1"}' } });
	const large = await kept({ record: undefined, s3 });
	const gone = await kept({ record: undefined, s3: { ...s3, key: "gone" } });
	expect((await ops("show", small)).text).toContain('"id": "event-1"');
	const { text } = await ops("show", large, "--json");
	expect(JSON.parse(text).record).toEqual(content.fault.record);
	expect((await ops("resubmit", large)).code).toBe(0);
	// What is known of it is shown all the same.
	expect((await ops("show", gone)).text).toMatch(
		/^fault +\w{32}.+record\n.*has expired\."$/s,
	);
	// One that cannot be sent again does not keep the others.
	const { text: outcome, code } = await ops("resubmit", gone, small);
	expect(outcome).toMatch(/not now \(.* has expired\.\)/);
	expect(code).toBe(1);
});

test("discards what is not to be done, until it fails again", async () => {
	const rule = "discard";
	const nonsense = { record: answer("failed"), rule };
	const id = await kept(nonsense);
	const other = await kept({ record: answer("failed"), rule });
	const { text, code } = await ops("discard", id);
	expect(text).toBe(`${id} shop ${rule}: discarded`);
	expect(code).toBe(0);
	expect(await idsOf("--rule", rule)).toEqual([other]);
	expect(await idsOf("--rule", rule, "--status", "discarded")).toEqual([id]);
	await expect(ops("discard", "42")).rejects.toThrow(/^42 is no fault's id/);
});

test("resubmits those that are chosen, says what came of each, and fails if one did", async () => {
	const rule = "resubmit";
	const done = await kept({ record: answer("done"), rule });
	const other = { id: hashId("other"), error: "Refusal: no" };
	const split = await kept({ record: answer("failed", [other]), rule });
	const failed = await kept({ rule, record: answer("failed") });
	const crashed = await kept({ rule, record: { crash: true } });
	const later = await kept({ rule, record: answer("retryable") });
	const elsewhere = await kept({
		...{ rule, region: "us-west-2", record: answer("done") },
	});

	const dry = await ops("resubmit", "--all", "--rule", rule, "--dry-run");
	expect(dry.text).toMatch(/^Would resubmit 6:/);
	expect(await idsOf("--rule", rule)).toHaveLength(6);

	const { text, code } = await ops("resubmit", "--all", "--rule", rule);
	expect(code).toBe(1);
	const line = (id: string) =>
		text.split("\n").find((each) => each.includes(id));
	expect(line(done)).toMatch(/: done$/);
	expect(line(split)).toMatch(/: failed again as \w{32} \(Refusal: no\)$/);
	expect(line(failed)).toContain(": failed again");
	expect(line(crashed)).toMatch(/: not now \(.* out of memory\)$/);
	expect(line(later)).toContain(": not now");
	// There is no such function in that region.
	expect(line(elsewhere)).toContain(": not now");
	expect(text).toMatch(
		/6 resubmitted: 1 done, 2 failed again, 3 to be tried later\.$/,
	);
	expect(await idsOf("--rule", rule)).toEqual([
		elsewhere,
		later,
		crashed,
		failed,
	]);
	expect((await ops("show", later)).text).toMatch(
		/status {4}open; sent again at .*: retryable/,
	);
	expect((await ops("resubmit", done)).code).toBe(0);
});

test.each([
	[["resubmit"], "Which ones? Give ids, or --all."],
	[["resubmit", "--service", "shop"], "Which ones? Give ids, or --all."],
	[
		["resubmit", hashId("a"), "--all"],
		"Either ids or --all: --service and --rule narrow --all.",
	],
	[["resubmit", "42"], /^42 is no fault's id/],
	[["show", "42"], /^42 is no fault's id/],
	[
		["show", hashId("nobody")],
		/^the stack test on this machine has no fault \w{32} in us-east-1, us-west-2\.$/,
	],
	[["list", "--region", "eu-west-1"], /does not run in eu-west-1/],
])("%j: a sentence", async (args, sentence) => {
	await expect(ops(...args)).rejects.toThrow(sentence);
});
