import { type Resource, unknown } from "../../../policy/resource";
import { violations } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { waived } from "../../../policy/waived";

type Made = Partial<Resource> & { type: string };

/** As little as a rule needs; of the stack dev, named after its type where nothing else is said. */
function resource({ type, inputs = {}, ...more }: Made): Resource {
	const name = more.name ?? type.split(":").at(-1) ?? "";
	const urn = `urn:pulumi:dev::bulkhead::${type}::${name}`;
	return { urn, type, name, inputs, protect: false, dependencies: [], ...more };
}

const document = (...Statement: object[]) =>
	JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (more: object) => ({
	Effect: "Allow",
	Action: "sqs:SendMessage",
	Resource: "arn:aws:sqs:eu-west-1:123456789012:q",
	...more,
});
const onlyTls = {
	Effect: "Deny",
	Principal: "*",
	Action: "sqs:*",
	Resource: "arn:aws:sqs:eu-west-1:123456789012:q",
	Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const queue = "aws:sqs/queue:Queue";
const queuePolicy = "aws:sqs/queuePolicy:QueuePolicy";
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const fn = "aws:lambda/function:Function";
const table = "aws:dynamodb/table:Table";
const bucket = "aws:s3/bucket:Bucket";
const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const encryption =
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const lifecycle =
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const stage = "aws:apigatewayv2/stage:Stage";
const route = "aws:apigatewayv2/route:Route";

const production = {
	type: fn,
	inputs: { environment: { variables: { STAGE: "prod" } } },
};
const ofProd = { type: fn, urn: `urn:pulumi:prod::bulkhead::${fn}::a` };
const roleUrn = resource({ type: role }).urn;
const bucketUrn = resource({ type: bucket }).urn;
const queueUrn = resource({ type: queue }).urn;

const stream = {
	startingPosition: "TRIM_HORIZON",
	destinationConfig: { onFailure: { destinationArn: "arn:aws:s3:::b" } },
	maximumRetryAttempts: 10,
	maximumRecordAgeInSeconds: 21600,
	bisectBatchOnFunctionError: true,
};
const throttled = { throttlingRateLimit: 1, throttlingBurstLimit: 2 };
const closed = {
	blockPublicAcls: true,
	blockPublicPolicy: true,
	ignorePublicAcls: true,
	restrictPublicBuckets: true,
};

const stageOf = (STAGE: string) => ({ environment: { variables: { STAGE } } });
const jwt = {
	routeKey: "GET /orders",
	authorizationType: "JWT",
	authorizerId: unknown,
	authorizationScopes: ["orders/read"],
};

interface Example {
	/** Resources without a fault in the eyes of the rule. */
	good: Made[];
	/** Resources with one, and what is said of it. */
	bad: [what: string, ...resources: Made[]][];
}

const examples: Record<string, Example> = {
	"region-said": {
		good: [{ type: queue, inputs: { region: "eu-west-1" } }, { type: role }],
		bad: [["it is wherever the provider is", { type: queue }]],
	},
	"narrow-permissions": {
		good: [
			{ type: rolePolicy, inputs: { policy: document(allow({})) } },
			{
				type: rolePolicy,
				inputs: {
					policy: document(
						allow({ Action: ["xray:PutTraceSegments"], Resource: "*" }),
					),
				},
			},
			{ type: rolePolicy, inputs: { policy: unknown } },
			{ type: rolePolicy, inputs: { policy: { Statement: [unknown] } } },
		],
		bad: [
			...["by-name", "{}", { statement: [allow({ Action: "*" })] }].map(
				(policy): [string, Made] => [
					"its policy cannot be read",
					{ type: rolePolicy, inputs: { policy } },
				],
			),
			[
				"it grants sqs:*",
				{
					type: rolePolicy,
					inputs: { policy: document(allow({ Action: "sqs:*" })) },
				},
			],
			[
				"it grants *",
				{
					type: rolePolicy,
					inputs: { policy: document(allow({ Resource: "*" })) },
				},
			],
			[
				"it grants sqs:SendMessag?",
				{
					type: rolePolicy,
					inputs: { policy: document(allow({ Action: "sqs:SendMessag?" })) },
				},
			],
			[
				"it grants arn:aws:s3:::?",
				{
					type: rolePolicy,
					inputs: { policy: document(allow({ Resource: "arn:aws:s3:::?" })) },
				},
			],
			[
				"it grants sqs:*",
				{
					type: role,
					inputs: {
						inlinePolicies: [
							{ name: "a", policy: document(allow({})) },
							{ name: "b", policy: document(allow({ Action: "sqs:*" })) },
						],
					},
				},
			],
			[
				// As an object, and with one statement that is not in a list.
				"it grants sqs:*",
				{
					type: rolePolicy,
					inputs: { policy: { Statement: allow({ Action: "sqs:*" }) } },
				},
			],
			[
				// The wildcard's exception is for other actions.
				"it grants *",
				{
					type: rolePolicy,
					inputs: {
						policy: document(
							allow({
								Action: ["xray:PutTraceSegments", "sqs:SendMessage"],
								Resource: "*",
							}),
						),
					},
				},
			],
		],
	},
	"nothing-by-exclusion": {
		good: [
			{ type: rolePolicy, inputs: { policy: document(allow({})) } },
			{
				type: bucketPolicy,
				inputs: {
					policy: document({
						Effect: "Deny",
						NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/r" },
						NotAction: "s3:GetObject",
						Resource: "*",
					}),
				},
			},
			// No policies, whatever the property is called.
			{
				type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
				inputs: { policy: JSON.stringify({ rules: [] }) },
			},
			{
				type: "aws:iot/policyAttachment:PolicyAttachment",
				inputs: { policy: "by-name" },
			},
		],
		bad: [
			[
				"it allows by NotAction",
				{
					type: rolePolicy,
					inputs: {
						policy: document({
							Effect: "Allow",
							NotAction: "iam:*",
							Resource: "arn:aws:s3:::b",
						}),
					},
				},
			],
			[
				"it allows by NotResource",
				{
					type: role,
					inputs: {
						inlinePolicies: [
							{
								policy: document({
									Effect: "Allow",
									Action: "s3:GetObject",
									NotResource: "arn:aws:s3:::b",
								}),
							},
						],
					},
				},
			],
			[
				"it allows by NotPrincipal",
				{
					type: "aws:sns/topicPolicy:TopicPolicy",
					inputs: {
						policy: document(
							allow({ NotPrincipal: { AWS: "arn:aws:iam::1:root" } }),
						),
					},
				},
			],
			[
				"it allows by NotPrincipal",
				{
					type: role,
					inputs: {
						assumeRolePolicy: document({
							Effect: "Allow",
							NotPrincipal: { Service: "lambda.amazonaws.com" },
							Action: "sts:AssumeRole",
						}),
					},
				},
			],
		],
	},
	"no-users": {
		good: [{ type: role }, { type: rolePolicy }],
		bad: [
			"user:User",
			"accessKey:AccessKey",
			"group:Group",
			"userPolicy:UserPolicy",
			"groupPolicy:GroupPolicy",
			"userLoginProfile:UserLoginProfile",
			"sshKey:SshKey",
		].map((type): [string, Made] => [
			"it is for a person or a key, not for a function",
			{ type: `aws:iam/${type}` },
		]),
	},
	"role-of-the-program": {
		good: [
			{ type: role },
			{ type: fn, inputs: { role: "arn" }, dependencies: [roleUrn] },
		],
		bad: [
			[
				"its role is of elsewhere",
				{ type: role },
				{ type: fn, inputs: { role: "arn:aws:iam::123456789012:role/admin" } },
			],
		],
	},
	"stage-of-its-name": {
		good: [production, ofProd, { type: fn, inputs: stageOf("dev") }],
		bad: [
			[
				'its STAGE is "dev" in the stack prod',
				{ ...ofProd, inputs: stageOf("dev") },
			],
		],
	},
	"no-managed-policies": {
		good: [{ type: role }],
		bad: [
			...["group", "user"].map((whose): [string, Made] => [
				"it attaches a managed policy",
				{
					type: `aws:iam/${whose}PolicyAttachment:${whose === "user" ? "User" : "Group"}PolicyAttachment`,
				},
			]),
			[
				"it attaches a managed policy",
				{ type: "aws:iam/policyAttachment:PolicyAttachment" },
			],
			[
				"it attaches a managed policy",
				{
					type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
				},
			],
			[
				"it has managed policies",
				{
					type: role,
					inputs: {
						managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
					},
				},
			],
			[
				"it attaches a managed policy",
				{ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment" },
			],
		],
	},
	"trusted-service": {
		good: [
			{
				type: role,
				inputs: {
					assumeRolePolicy: document(
						allow({ Principal: { Service: "lambda.amazonaws.com" } }),
					),
				},
			},
		],
		bad: [
			[
				'it is assumed by {"AWS":"*"}',
				{
					type: role,
					inputs: {
						assumeRolePolicy: document(allow({ Principal: { AWS: "*" } })),
					},
				},
			],
			[
				'it is assumed by {"Service":"*"}',
				{
					type: role,
					inputs: {
						assumeRolePolicy: document(allow({ Principal: { Service: "*" } })),
					},
				},
			],
		],
	},
	"permission-source": {
		good: [
			{
				type: "aws:lambda/permission:Permission",
				inputs: {
					principal: "apigateway.amazonaws.com",
					sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:a/*/*",
				},
			},
		],
		bad: [
			[
				"it has no sourceArn",
				{
					type: "aws:lambda/permission:Permission",
					inputs: { principal: "s3.amazonaws.com" },
				},
			],
			...["*", "arn:aws:sqs:*:123456789012:q", "arn:aws:s?:::b"].map(
				(sourceArn): [string, Made] => [
					`its sourceArn is ${sourceArn}`,
					{
						type: "aws:lambda/permission:Permission",
						inputs: { principal: "s3.amazonaws.com", sourceArn },
					},
				],
			),
			[
				"its principal is *",
				{
					type: "aws:lambda/permission:Permission",
					inputs: { principal: "*", sourceArn: "arn:aws:s3:::b" },
				},
			],
		],
	},
	"no-public-principal": {
		good: [
			{ type: queuePolicy, inputs: { policy: document(onlyTls) } },
			{ type: bucketPolicy, inputs: { policy: unknown } },
			// It lets nobody in.
			{
				type: "aws:ec2/vpcEndpoint:VpcEndpoint",
				inputs: { policy: document(allow({ Principal: "*" })) },
			},
		],
		bad: [
			...[
				queue,
				bucket,
				"aws:sns/topicPolicy:TopicPolicy",
				"aws:ecr/repositoryPolicy:RepositoryPolicy",
			].map((type): [string, Made] => [
				"anybody may sqs:SendMessage",
				{ type, inputs: { policy: document(allow({ Principal: "*" })) } },
			]),
			[
				"anybody may sqs:SendMessage",
				{
					type: queuePolicy,
					inputs: { policy: document(onlyTls, allow({ Principal: "*" })) },
				},
			],
			[
				"anybody may sqs:SendMessage",
				{
					type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
					inputs: { policy: document(allow({ Principal: { AWS: ["*"] } })) },
				},
			],
		],
	},
	"service-with-source": {
		good: [
			{
				type: queuePolicy,
				inputs: {
					policy: document(
						allow({
							Principal: { Service: "events.amazonaws.com" },
							Condition: {
								ArnEquals: { "aws:SourceArn": "arn:aws:events:::r" },
							},
						}),
					),
				},
			},
		],
		bad: [
			[
				"it lets a service send for any source",
				{
					type: queuePolicy,
					inputs: {
						policy: document(
							allow({ Principal: { Service: "events.amazonaws.com" } }),
						),
					},
				},
			],
		],
	},
	"no-function-urls": {
		good: [{ type: fn }],
		bad: [
			[
				"it is an address of its own",
				{ type: "aws:lambda/functionUrl:FunctionUrl" },
			],
		],
	},
	"queue-encryption": {
		good: [
			{ type: queue, inputs: { sqsManagedSseEnabled: true } },
			{ type: queue, inputs: { kmsMasterKeyId: unknown } },
		],
		bad: [
			[
				"its messages are not encrypted",
				{ type: queue, inputs: { sqsManagedSseEnabled: false } },
			],
		],
	},
	"queue-redrive": {
		good: [
			{ type: queue, inputs: { redrivePolicy: unknown } },
			{ type: queue, name: "menu-eu-west-1-listener-dead-letters" },
			{ type: queue, name: "hub-eu-west-1-drain-queue" },
		],
		bad: [
			[
				"it has no queue of dead letters",
				{ type: queue, name: "menu-eu-west-1-listener-queue" },
			],
		],
	},
	"stream-failures": {
		good: [{ type: mapping, inputs: stream }, { type: mapping }],
		bad: [
			[
				"it has no destination for what fails",
				{ type: mapping, inputs: { ...stream, destinationConfig: {} } },
			],
			[
				"it tries again without end",
				{ type: mapping, inputs: { ...stream, maximumRetryAttempts: -1 } },
			],
			[
				"it tries again without end",
				{
					type: mapping,
					inputs: { ...stream, maximumRetryAttempts: undefined },
				},
			],
			[
				"it tries until the stream has lost the record",
				{ type: mapping, inputs: { ...stream, maximumRecordAgeInSeconds: -1 } },
			],
			[
				"it tries until the stream has lost the record",
				{
					type: mapping,
					inputs: { ...stream, maximumRecordAgeInSeconds: 604800 },
				},
			],
			[
				"one bad record fails its whole batch",
				{
					type: mapping,
					inputs: { ...stream, bisectBatchOnFunctionError: false },
				},
			],
		],
	},
	"partial-batches": {
		good: [
			{
				type: mapping,
				inputs: { functionResponseTypes: ["ReportBatchItemFailures"] },
			},
		],
		bad: [["a failure repeats the whole batch", { type: mapping }]],
	},
	"bounded-concurrency": {
		good: [
			{ type: mapping, inputs: stream },
			{ type: mapping, inputs: { scalingConfig: { maximumConcurrency: 2 } } },
		],
		bad: [
			[
				"its function may run as often as the account allows",
				{ type: mapping },
			],
		],
	},
	"target-dead-letters": {
		good: [
			{
				type: "aws:cloudwatch/eventTarget:EventTarget",
				inputs: { deadLetterConfig: { arn: unknown } },
			},
		],
		bad: [
			[
				"undelivered events are lost",
				{ type: "aws:cloudwatch/eventTarget:EventTarget" },
			],
		],
	},
	"schedule-dead-letters": {
		good: [
			{
				type: "aws:scheduler/schedule:Schedule",
				inputs: { target: { deadLetterConfig: { arn: "arn:aws:sqs:::q" } } },
			},
		],
		bad: [
			["missed runs are lost", { type: "aws:scheduler/schedule:Schedule" }],
		],
	},
	"supported-runtime": {
		good: [{ type: fn, inputs: { runtime: "nodejs24.x" } }],
		bad: [
			[
				"its runtime is nodejs18.x",
				{ type: fn, inputs: { runtime: "nodejs18.x" } },
			],
		],
	},
	tracing: {
		good: [{ type: fn, inputs: { tracingConfig: { mode: "Active" } } }],
		bad: [
			[
				"it leaves no trace",
				{ type: fn, inputs: { tracingConfig: { mode: "PassThrough" } } },
			],
		],
	},
	"own-log-group": {
		good: [{ type: fn, inputs: { loggingConfig: { logGroup: unknown } } }],
		bad: [["its logs are kept for ever", { type: fn }]],
	},
	"no-secrets-in-variables": {
		good: [
			{ type: fn },
			{
				type: fn,
				inputs: {
					environment: { variables: { SECRET: "bulkhead/prod/payment/key" } },
				},
			},
		],
		bad: [
			[
				"KEY looks like a credential",
				{
					type: fn,
					inputs: {
						// AWS's own example; in parts, so that no scanner of secrets finds it.
						environment: {
							variables: { KEY: ["AKIA", "IOSFODNN7EXAMPLE"].join("") },
						},
					},
				},
			],
		],
	},
	"log-retention": {
		good: [
			{
				type: "aws:cloudwatch/logGroup:LogGroup",
				inputs: { retentionInDays: 1 },
			},
		],
		bad: [
			[
				"its logs are kept for ever",
				{ type: "aws:cloudwatch/logGroup:LogGroup" },
			],
			[
				"its logs are kept for ever",
				{
					type: "aws:cloudwatch/logGroup:LogGroup",
					inputs: { retentionInDays: 0 },
				},
			],
		],
	},
	"route-authorization": {
		good: [
			{
				type: route,
				inputs: jwt,
			},
			{ type: route, inputs: { ...jwt, authorizationScopes: unknown } },
			{
				type: route,
				inputs: {
					routeKey: "POST /webhooks/processor",
					authorizationType: "NONE",
				},
			},
		],
		bad: [
			[
				"anybody may call it",
				{
					type: route,
					inputs: { routeKey: "GET /orders", authorizationType: "NONE" },
				},
			],
			[
				"anybody may call it",
				{ type: route, inputs: { routeKey: "GET /orders" } },
			],
			[
				"its tokens are not checked: it has no authorizerId",
				{ type: route, inputs: { ...jwt, authorizerId: undefined } },
			],
			[
				"any token of the issuer will do: it has no authorizationScopes",
				{ type: route, inputs: { ...jwt, authorizationScopes: [] } },
			],
		],
	},
	"access-logs": {
		good: [
			{
				type: stage,
				inputs: { accessLogSettings: { destinationArn: unknown } },
			},
		],
		bad: [["nobody sees who calls", { type: stage }]],
	},
	throttling: {
		good: [{ type: stage, inputs: { defaultRouteSettings: throttled } }],
		bad: [
			["one caller can use up the account's requests", { type: stage }],
			[
				"one caller can use up the account's requests",
				{
					type: stage,
					inputs: { defaultRouteSettings: { throttlingRateLimit: 1 } },
				},
			],
		],
	},
	"table-encryption": {
		good: [
			{ type: table, inputs: { serverSideEncryption: { enabled: true } } },
		],
		bad: [["it leaves its encryption to the default", { type: table }]],
	},
	"bucket-expiry": {
		good: [
			{
				type: lifecycle,
				inputs: {
					rules: [
						{ abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
					],
				},
			},
		],
		bad: [
			[
				"parts of uploads stay for ever",
				{ type: lifecycle, inputs: { rules: [{}] } },
			],
		],
	},
	"key-rotation": {
		good: [{ type: "aws:kms/key:Key", inputs: { enableKeyRotation: true } }],
		bad: [["its material is never renewed", { type: "aws:kms/key:Key" }]],
	},
	"public-access-block": {
		good: [{ type: block, inputs: closed }],
		bad: [
			[
				"ignorePublicAcls is off",
				{ type: block, inputs: { ...closed, ignorePublicAcls: false } },
			],
		],
	},
	"table-recovery": {
		good: [
			{
				type: table,
				inputs: {
					pointInTimeRecovery: { enabled: true },
					replicas: [
						{ pointInTimeRecovery: true },
						{ pointInTimeRecovery: unknown },
					],
				},
			},
			production,
		],
		bad: [
			["what a bug overwrites is lost", { type: table }, production],
			["what a bug overwrites is lost", { type: table }, ofProd],
			[
				"what a bug overwrites is lost",
				{ type: table },
				{ type: queue, protect: true },
			],
			[
				"what a bug overwrites is lost",
				{
					type: table,
					inputs: {
						pointInTimeRecovery: { enabled: true },
						replicas: [{ regionName: "us-west-2" }],
					},
				},
				production,
			],
			[
				"what a bug overwrites is lost",
				{
					type: table,
					inputs: {
						pointInTimeRecovery: { enabled: true },
						replicas: [{ pointInTimeRecovery: false }],
					},
				},
				production,
			],
		],
	},
	"protected-in-production": {
		good: [{ type: table, protect: true }, production],
		bad: [
			["one `pulumi destroy` and it is gone", { type: table }, production],
			["one `pulumi destroy` and it is gone", { type: bucket }, production],
		],
	},
	"deletion-refused-by-aws": {
		good: [
			{
				type: table,
				inputs: {
					deletionProtectionEnabled: true,
					replicas: [{ deletionProtectionEnabled: true }],
				},
			},
			{ type: bucket, inputs: { forceDestroy: false } },
			production,
		],
		bad: [
			["a click in the console deletes it", { type: table }, production],
			[
				"a click in the console deletes it",
				{
					type: table,
					inputs: {
						deletionProtectionEnabled: true,
						replicas: [{ regionName: "us-west-2" }],
					},
				},
				production,
			],
			[
				"it is emptied when it is deleted",
				{ type: bucket, inputs: { forceDestroy: true } },
				production,
			],
		],
	},
	"queue-tls": {
		good: [
			{ type: queue },
			{
				type: queuePolicy,
				inputs: { policy: document(onlyTls) },
				dependencies: [queueUrn],
			},
		],
		bad: [
			["it takes plain text", { type: queue }],
			[
				"it takes plain text",
				{ type: queue },
				{
					type: queuePolicy,
					inputs: { policy: document(allow({ Principal: { Service: "a" } })) },
					dependencies: [queueUrn],
				},
			],
		],
	},
	"bucket-tls": {
		good: [
			{ type: bucket },
			{
				type: bucketPolicy,
				inputs: { policy: unknown },
				dependencies: [bucketUrn],
			},
		],
		bad: [
			["it takes plain text", { type: bucket }],
			[
				"it takes plain text",
				{ type: bucket },
				{ type: bucketPolicy, inputs: { policy: unknown }, dependencies: [] },
			],
		],
	},
	"bucket-private": {
		good: [{ type: bucket }, { type: block, dependencies: [bucketUrn] }],
		bad: [
			["it may be opened to the public", { type: bucket }, { type: block }],
		],
	},
	"bucket-encryption": {
		good: [{ type: bucket }, { type: encryption, dependencies: [bucketUrn] }],
		bad: [["it leaves its encryption to the default", { type: bucket }]],
	},
};

test("each rule has its examples", () => {
	expect(Object.keys(examples).sort()).toEqual(
		rules.map(({ id }) => id).sort(),
	);
});

describe.each(rules)("$id", (rule) => {
	const { good = [], bad = [] } = examples[rule.id] ?? {};
	const found = (made: Made[]) =>
		violations([rule], made.map(resource)).map(({ what }) => what);

	test("lets pass what is well", () => {
		expect(good.length).toBeGreaterThan(0);
		expect(found(good)).toEqual([]);
	});

	test("says what is not", () => {
		expect(bad.length).toBeGreaterThan(0);
		for (const [what, ...resources] of bad)
			expect(found(resources)).toEqual([what]);
	});

	test("says what must be so, and how to mend it", () => {
		expect(rule.says).toMatch(/^[A-Z].+\.$/);
		expect(rule.mend).toMatch(/^[A-Z].+\.$/);
	});
});

test("no check is followed and waived at once, and each that is waived says why", () => {
	const followed = rules.flatMap(({ checks }) => [...checks]);
	expect(followed.length).toBeGreaterThan(25);
	for (const { checks, because } of waived) {
		expect(because.length).toBeGreaterThan(40);
		for (const check of checks) expect(followed).not.toContain(check);
	}
});

test("what is for production alone leaves other stacks in peace", () => {
	const resources = [table, bucket].map((type) => resource({ type }));
	const found = violations(rules, resources).map(({ rule }) => rule.id);
	expect(found).toContain("bucket-private");
	for (const id of [
		"table-recovery",
		"protected-in-production",
		"deletion-refused-by-aws",
	])
		expect(found).not.toContain(id);
});

test("a policy that is none is refused with a sentence", () => {
	const broken = { Effect: "Perhaps", Action: "a:b", Resource: "c" };
	const made = { type: rolePolicy, inputs: { policy: document(broken) } };
	expect(() => violations(rules, [resource(made)])).toThrow(
		/^The property policy of RolePolicy is no policy document:\n.*"Allow"\|"Deny"/,
	);
});
