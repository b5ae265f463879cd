import type { Properties } from "../../../../local/resources/handler";

const arn = "arn:aws:sqs:us-east-1:123456789012:queue";
const role = "arn:aws:iam::123456789012:role/role";
const long = (characters: number) => "x".repeat(characters);
const statement = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
const policy = JSON.stringify({
	Version: "2012-10-17",
	Statement: [statement],
});
const policyOf = (characters: number) =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: [{ ...statement, Sid: long(characters) }],
	});
const conflictingNames = { name: "name", namePrefix: "name" };
const alarmActions = [
	{ alarmActions: Array(6).fill(arn) },
	{ okActions: Array(6).fill(arn) },
	{ insufficientDataActions: Array(6).fill(arn) },
	{ alarmActions: ["somebody"] },
	{ okActions: ["somebody"] },
	{ insufficientDataActions: ["somebody"] },
];

interface Examples {
	good: Properties;
	/** Changes that break nothing, though they look as if they did. */
	taken?: Properties[];
	/** Changes of which each breaks a rule. */
	bad: Properties[];
}

/** Of each type with rules; undefined leaves an input out. */
export const examples: Record<string, Examples> = {
	"aws:apigatewayv2/api:Api": {
		good: { name: "api", protocolType: "HTTP" },
		bad: [
			{ name: "" },
			{ protocolType: "HTTPS" },
			{ description: long(1025) },
			{ version: long(65) },
		],
	},
	"aws:apigatewayv2/authorizer:Authorizer": {
		good: {
			apiId: "api",
			name: "jwt",
			authorizerType: "JWT",
			identitySources: ["$request.header.Authorization"],
			jwtConfiguration: { issuer: "https://issuer.test" },
		},
		bad: [
			{ name: long(129) },
			{ authorizerType: "TOKEN" },
			{ authorizerPayloadFormatVersion: "3.0" },
			{ authorizerResultTtlInSeconds: 3601 },
			{ jwtConfiguration: undefined },
		],
	},
	"aws:apigatewayv2/integration:Integration": {
		good: { apiId: "api", integrationType: "AWS_PROXY" },
		taken: [{ credentialsArn: "arn:aws:iam::*:user/*" }],
		bad: [
			{ integrationType: "LAMBDA" },
			{ payloadFormatVersion: "2" },
			{ connectionType: "VPC" },
			{ timeoutMilliseconds: 30_001 },
			{ credentialsArn: "role" },
		],
	},
	"aws:apigatewayv2/route:Route": {
		good: {
			apiId: "api",
			routeKey: "GET /",
			authorizationType: "JWT",
			authorizerId: "jwt",
			authorizationScopes: ["read"],
		},
		bad: [
			{ authorizationType: "OAUTH" },
			{ operationName: long(65) },
			{ target: long(129) },
			{ authorizerId: undefined, authorizationScopes: undefined },
			{ authorizationType: "NONE", authorizerId: undefined },
		],
	},
	"aws:apigatewayv2/stage:Stage": {
		good: { apiId: "api", name: "$default" },
		bad: [
			{ name: long(129) },
			{ description: long(1025) },
			{ accessLogSettings: { destinationArn: "log", format: "{}" } },
		],
	},
	"aws:cloudwatch/metricAlarm:MetricAlarm": {
		good: {
			comparisonOperator: "GreaterThanThreshold",
			evaluationPeriods: 2,
			metricName: "Errors",
			statistic: "Sum",
			period: 60,
			threshold: 0,
		},
		taken: [{ alarmActions: ["arn:aws:automate:us-east-1:ec2:recover"] }],
		bad: [
			{ name: long(256) },
			{ alarmDescription: long(1025) },
			{ comparisonOperator: "MoreThan" },
			{ evaluationPeriods: 0 },
			{ datapointsToAlarm: 0 },
			{ period: 90 },
			{ statistic: "Mean" },
			{ treatMissingData: "fine" },
			{ extendedStatistic: "p99" },
			{ metricQueries: [{ id: "m" }] },
			{ thresholdMetricId: "m" },
			{ statistic: undefined },
			{ datapointsToAlarm: 3 },
			...alarmActions,
		],
	},
	"aws:cloudwatch/compositeAlarm:CompositeAlarm": {
		good: { alarmName: "all", alarmRule: "ALARM(one)" },
		taken: [{ okActions: ["arn:aws:automate:us-east-1:ec2:stop"] }],
		bad: [
			{ alarmName: long(256) },
			{ alarmRule: "" },
			{ alarmDescription: long(1025) },
			...alarmActions,
		],
	},
	"aws:cloudwatch/dashboard:Dashboard": {
		good: { dashboardName: "all", dashboardBody: "{}" },
		bad: [{ dashboardName: "all of it" }, { dashboardBody: "{" }],
	},
	"aws:cloudwatch/logGroup:LogGroup": {
		good: { name: "/aws/lambda/one", retentionInDays: 30 },
		bad: [
			conflictingNames,
			{ name: "one two" },
			{ retentionInDays: 31 },
			{ logGroupClass: "CHEAP" },
		],
	},
	"aws:cloudwatch/eventBus:EventBus": {
		good: { name: "bus" },
		bad: [
			{ name: "default" },
			{ description: long(513) },
			{ deadLetterConfig: { arn: "queue" } },
		],
	},
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": {
		good: { policy },
		bad: [{ policy: "{}" }, { policy: policyOf(10_240) }],
	},
	"aws:cloudwatch/eventArchive:EventArchive": {
		good: { name: "archive", eventSourceArn: arn },
		bad: [
			{ name: long(49) },
			{ eventSourceArn: "bus" },
			{ description: long(513) },
			{ eventPattern: "{source: []}" },
			{ retentionDays: -1 },
		],
	},
	"aws:cloudwatch/eventRule:EventRule": {
		good: { name: "rule", eventPattern: '{"source":["it"]}' },
		bad: [
			conflictingNames,
			{ name: long(65) },
			{ description: long(513) },
			{ eventPattern: "source" },
			{ state: "ON" },
			{ state: "ENABLED", isEnabled: true },
			{ eventPattern: undefined },
		],
	},
	"aws:cloudwatch/eventTarget:EventTarget": {
		good: { rule: "rule", arn },
		bad: [
			{ targetId: long(65) },
			{ arn: "queue" },
			{ roleArn: "role" },
			{ deadLetterConfig: { arn: "queue" } },
			{ input: "{" },
			{ input: "{}", inputPath: "$.detail" },
			{ inputTransformer: { inputTemplate: "" } },
			{ retryPolicy: { maximumEventAgeInSeconds: 59 } },
			{ retryPolicy: { maximumRetryAttempts: 186 } },
		],
	},
	"aws:scheduler/scheduleGroup:ScheduleGroup": {
		good: { name: "group" },
		bad: [conflictingNames, { name: "a group" }],
	},
	"aws:scheduler/schedule:Schedule": {
		good: {
			name: "schedule",
			scheduleExpression: "rate(1 hour)",
			flexibleTimeWindow: { mode: "OFF" },
			target: { arn, roleArn: role },
		},
		bad: [
			conflictingNames,
			{ name: long(65) },
			{ description: long(513) },
			{ scheduleExpression: "every hour" },
			{ flexibleTimeWindow: { mode: "ON" } },
			{
				flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 0 },
			},
			{ flexibleTimeWindow: { mode: "FLEXIBLE" } },
			{ state: "ON" },
			{ target: { arn: "queue", roleArn: role } },
			{ target: { arn, roleArn: "role" } },
			{ target: { arn, roleArn: role, deadLetterConfig: { arn: "queue" } } },
			{
				target: {
					arn,
					roleArn: role,
					retryPolicy: { maximumEventAgeInSeconds: 59 },
				},
			},
			{
				target: {
					arn,
					roleArn: role,
					retryPolicy: { maximumRetryAttempts: 186 },
				},
			},
		],
	},
	"aws:schemas/registry:Registry": {
		good: { name: "registry" },
		bad: [{ name: "a registry" }, { description: long(257) }],
	},
	"aws:schemas/schema:Schema": {
		good: {
			name: "it@order-placed",
			registryName: "registry",
			type: "JSONSchemaDraft4",
			content: "{}",
		},
		bad: [
			{ name: "an order" },
			{ type: "JSONSchema" },
			{ description: long(257) },
			{ content: "{" },
		],
	},
	"aws:dynamodb/table:Table": {
		good: {
			name: "table",
			billingMode: "PAY_PER_REQUEST",
			hashKey: "pk",
			attributes: [{ name: "pk", type: "S" }],
			streamEnabled: true,
			streamViewType: "NEW_AND_OLD_IMAGES",
			replicas: [{ regionName: "us-west-2" }],
		},
		taken: [
			{ readCapacity: 0, writeCapacity: 0 },
			{ billingMode: "PROVISIONED", readCapacity: 1, writeCapacity: 1 },
			{
				billingMode: undefined,
				hashKey: undefined,
				attributes: undefined,
				restoreSourceName: "other",
			},
			{
				attributes: [
					{ name: "pk", type: "S" },
					{ name: "tenant", type: "S" },
				],
				globalSecondaryIndexes: [
					{
						name: "gsi",
						projectionType: "ALL",
						keySchemas: [
							{ attributeName: "tenant", keyType: "HASH" },
							{ attributeName: "pk", keyType: "RANGE" },
						],
					},
				],
			},
		],
		bad: [
			{ readCapacity: 1 },
			{ billingMode: "PROVISIONED", readCapacity: 0, writeCapacity: 0 },
			{ name: "a" },
			{ billingMode: "ON_DEMAND" },
			{ attributes: [{ name: "pk", type: "String" }] },
			{ streamViewType: "ALL" },
			{ tableClass: "CHEAP" },
			{
				globalSecondaryIndexes: [
					{ name: "gsi", hashKey: "pk", projectionType: "SOME" },
				],
			},
			{
				localSecondaryIndexes: [
					{ name: "lsi", rangeKey: "pk", projectionType: "SOME" },
				],
			},
			{
				globalSecondaryIndexes: Array(21).fill({
					name: "gsi",
					hashKey: "pk",
					projectionType: "ALL",
				}),
			},
			{
				localSecondaryIndexes: Array(6).fill({
					name: "lsi",
					rangeKey: "pk",
					projectionType: "ALL",
				}),
			},
			{ pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 36 } },
			{ serverSideEncryption: { enabled: true, kmsKeyArn: "key" } },
			{ streamEnabled: false },
			{ streamViewType: "NEW_IMAGE" },
			{
				attributes: [
					{ name: "pk", type: "S" },
					{ name: "data", type: "S" },
				],
			},
			{
				globalSecondaryIndexes: [
					{ name: "gsi", hashKey: "pk", projectionType: "INCLUDE" },
				],
			},
			{ billingMode: undefined },
		],
	},
	"aws:s3/bucket:Bucket": {
		good: { bucket: "a-bucket" },
		bad: [
			{ bucketPrefix: "a-" },
			{ bucket: "A_Bucket" },
			{ bucket: undefined, bucketPrefix: long(38) },
		],
	},
	"aws:s3/bucketPolicy:BucketPolicy": {
		good: { bucket: "a-bucket", policy: JSON.parse(policy) },
		bad: [{ policy: "none" }, { policy: policyOf(20_480) }],
	},
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
		good: {
			bucket: "a-bucket",
			rules: [{ id: "rule", status: "Enabled", expiration: { days: 1 } }],
		},
		taken: [
			{
				rules: [
					{
						id: "rule",
						status: "Enabled",
						expiration: { days: 0, expiredObjectDeleteMarker: true },
					},
				],
			},
		],
		bad: [
			{ bucket: "-" },
			{ rules: [] },
			{ rules: [{ id: "", status: "Enabled" }] },
			{ rules: [{ id: "rule", status: "enabled" }] },
			{
				rules: [{ id: "rule", status: "Enabled", expiration: { days: 0 } }],
			},
			{
				rules: [{ id: "rule", status: "Enabled", expiration: { days: -1 } }],
			},
			{
				rules: [
					{
						id: "rule",
						status: "Enabled",
						noncurrentVersionExpiration: { noncurrentDays: 0 },
					},
				],
			},
		],
	},
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
		good: {
			bucket: "a-bucket",
			rule: { objectOwnership: "BucketOwnerEnforced" },
		},
		bad: [{ bucket: "-" }, { rule: { objectOwnership: "Mine" } }],
	},
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
		{
			good: { bucket: "a-bucket", rules: [] },
			bad: [
				{ bucket: "-" },
				{
					rules: [
						{ applyServerSideEncryptionByDefault: { sseAlgorithm: "kms" } },
					],
				},
			],
		},
	"aws:s3/bucketVersioning:BucketVersioning": {
		good: {
			bucket: "a-bucket",
			versioningConfiguration: { status: "Enabled" },
		},
		bad: [{ bucket: "-" }, { versioningConfiguration: { status: "On" } }],
	},
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
		good: { bucket: "a-bucket" },
		bad: [{ bucket: "-" }],
	},
	"aws:s3/bucketNotification:BucketNotification": {
		good: { bucket: "a-bucket" },
		bad: [{ bucket: "-" }],
	},
	"aws:secretsmanager/secret:Secret": {
		good: { name: "system/key" },
		taken: [{ policy: "" }],
		bad: [
			conflictingNames,
			{ name: "a key" },
			{ recoveryWindowInDays: 6 },
			{ policy: "{}" },
			{ policy: policyOf(20_480) },
		],
	},
	"aws:kms/alias:Alias": {
		good: { name: "alias/key", targetKeyId: "key" },
		bad: [
			{ name: "alias/key", namePrefix: "alias/" },
			{ name: "alias/aws/key" },
		],
	},
	"aws:kms/key:Key": {
		good: { enableKeyRotation: true, rotationPeriodInDays: 365, policy },
		taken: [{ policy: "" }],
		bad: [
			{ deletionWindowInDays: 6 },
			{ rotationPeriodInDays: 89 },
			{ enableKeyRotation: undefined },
			{ keyUsage: "ENCRYPT" },
			{ description: long(8193) },
			{ policy: "{}" },
			{ policy: policyOf(32_768) },
		],
	},
	"aws:kms/replicaKey:ReplicaKey": {
		good: { primaryKeyArn: "arn:aws:kms:us-east-1:123456789012:key/mrk-1" },
		taken: [{ policy: "" }],
		bad: [
			{ primaryKeyArn: "mrk-1" },
			{ deletionWindowInDays: 31 },
			{ policy: "{}" },
			{ policy: policyOf(32_768) },
		],
	},
	"aws:iam/role:Role": {
		good: { name: "role", assumeRolePolicy: policy },
		bad: [
			conflictingNames,
			{ name: long(65) },
			{
				assumeRolePolicy: JSON.stringify({
					Version: "2012-10-17",
					Statement: [{ ...statement, Effect: "allow" }],
				}),
			},
			{ assumeRolePolicy: policyOf(4096) },
			{ description: long(1001) },
			{ maxSessionDuration: 60 },
			{ permissionsBoundary: "boundary" },
		],
	},
	"aws:iam/rolePolicy:RolePolicy": {
		good: { role: "role", policy },
		bad: [
			conflictingNames,
			{ name: long(129) },
			{ policy: JSON.stringify({ Version: "2012-10-17" }) },
			{ policy: policyOf(10_240) },
		],
	},
	"aws:iam/policy:Policy": {
		good: { policy },
		taken: [{ policy: JSON.stringify({ Statement: [statement] }) }],
		bad: [
			conflictingNames,
			{ name: "a policy" },
			{
				policy: JSON.stringify({
					Version: "2012-10-18",
					Statement: [statement],
				}),
			},
			{ policy: policyOf(6144) },
			{ description: long(1001) },
		],
	},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
		good: { role: "role", policyArn: "arn:aws:iam::aws:policy/ReadOnly" },
		bad: [{ policyArn: "ReadOnly" }],
	},
	"aws:sqs/queue:Queue": {
		good: {
			name: "queue",
			redrivePolicy: JSON.stringify({
				deadLetterTargetArn: arn,
				maxReceiveCount: 3,
			}),
		},
		taken: [{ policy: "" }, { redrivePolicy: "" }, { redriveAllowPolicy: "" }],
		bad: [
			conflictingNames,
			{ kmsMasterKeyId: "key", sqsManagedSseEnabled: true },
			{ fifoQueue: true },
			{ contentBasedDeduplication: true },
			{ delaySeconds: 901 },
			{ maxMessageSize: 1023 },
			{ messageRetentionSeconds: 1_209_601 },
			{ receiveWaitTimeSeconds: 21 },
			{ visibilityTimeoutSeconds: 43_201 },
			{ kmsDataKeyReusePeriodSeconds: 59 },
			{ policy: "{}" },
			{ policy: JSON.stringify({ Statement: [statement] }) },
			{ policy: policyOf(10_240) },
			{ redriveAllowPolicy: "denyAll" },
			{ redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }) },
		],
	},
	"aws:sqs/queuePolicy:QueuePolicy": {
		good: { queueUrl: "https://queue.test", policy },
		bad: [{ policy: "{}" }, { policy: policyOf(10_240) }],
	},
	"aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": {
		good: {
			queueUrl: "https://queue.test",
			redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }),
		},
		bad: [
			{
				redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue" }),
			},
		],
	},
	"aws:lambda/function:Function": {
		good: {
			name: "function",
			role,
			code: {},
			handler: "index.handler",
			runtime: "nodejs24.x",
			loggingConfig: { logFormat: "Text" },
			environment: { variables: { TABLE_NAME: "table" } },
		},
		taken: [
			{
				memorySize: 32_768,
				capacityProviderConfig: {
					lambdaManagedInstancesCapacityProviderConfig: {
						capacityProviderArn:
							"arn:aws:lambda:us-east-1:123456789012:capacity-provider:own",
					},
				},
			},
		],
		bad: [
			{ name: long(65) },
			{ description: long(257) },
			{ role: "role" },
			{ handler: long(129) },
			{ runtime: "nodejs24" },
			{ packageType: "Folder" },
			{ timeout: 901 },
			{ memorySize: 64 },
			{ memorySize: 10_241 },
			{ ephemeralStorage: { size: 511 } },
			{ reservedConcurrentExecutions: -2 },
			{ layers: Array(6).fill(arn) },
			{ layers: ["layer"] },
			{ architectures: ["arm"] },
			{ architectures: ["arm64", "x86_64"] },
			{ deadLetterConfig: { targetArn: "queue" } },
			{ tracingConfig: { mode: "On" } },
			{ snapStart: { applyOn: "Always" } },
			{ loggingConfig: { logFormat: "Yaml" } },
			{
				loggingConfig: { logFormat: "Text", applicationLogLevel: "INFO" },
			},
			{ code: undefined },
			{ runtime: undefined },
			{ environment: { variables: { AWS_REGION: "us-east-1" } } },
			{ environment: { variables: { TABLE_NAME: long(4096) } } },
		],
	},
	"aws:lambda/eventSourceMapping:EventSourceMapping": {
		good: { functionName: "function", eventSourceArn: arn },
		taken: [
			{ bisectBatchOnFunctionError: false },
			{ tumblingWindowInSeconds: 0 },
		],
		bad: [
			{ eventSourceArn: undefined },
			{ batchSize: 0 },
			{ maximumBatchingWindowInSeconds: 301 },
			{ parallelizationFactor: 11 },
			{ maximumRetryAttempts: -2 },
			{ tumblingWindowInSeconds: 901 },
			{ scalingConfig: { maximumConcurrency: 1 } },
			{ maximumRecordAgeInSeconds: 59 },
			{ filterCriteria: { filters: Array(11).fill({ pattern: "{}" }) } },
			{ filterCriteria: { filters: [{ pattern: "{" }] } },
			{ functionResponseTypes: ["ReportFailures"] },
			{ startingPosition: "EARLIEST" },
			{ destinationConfig: { onFailure: { destinationArn: "queue" } } },
			{ batchSize: 11 },
			{
				eventSourceArn:
					"arn:aws:dynamodb:us-east-1:123456789012:table/table/stream/1",
			},
			{ bisectBatchOnFunctionError: true },
			{
				eventSourceArn: "arn:aws:kinesis:us-east-1:123456789012:stream/one",
				startingPosition: "LATEST",
				scalingConfig: { maximumConcurrency: 2 },
			},
		],
	},
	"aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
		good: { functionName: "function" },
		bad: [
			{ maximumEventAgeInSeconds: 59 },
			{ maximumRetryAttempts: 3 },
			{ destinationConfig: { onFailure: { destination: "queue" } } },
			{ destinationConfig: { onSuccess: { destination: "queue" } } },
		],
	},
	"aws:lambda/permission:Permission": {
		good: {
			action: "lambda:InvokeFunction",
			function: "function",
			principal: "events.amazonaws.com",
		},
		bad: [
			{ statementId: "one", statementIdPrefix: "one" },
			{ statementId: "a statement" },
			{ action: "InvokeFunction" },
			{ function: "a function" },
			{ sourceArn: "rule" },
			{ sourceAccount: "1234" },
		],
	},
};
