/**
 * The inputs of a resource type whose change replaces it; that of any other updates it. `region` replaces everything.
 * By the source of the real provider, for its documentation leaves out what "forces new resource": test/fixtures/force-new.json.
 */
interface Replacing {
	/** AWS cannot change them: the real provider replaces, too. */
	always: readonly string[];
	/** The real provider updates the resource; nothing on this machine can. */
	here?: readonly string[];
}

/** By Pulumi's type token: of all that has a handler, and of what is accepted without one. */
export const replacing: Readonly<Record<string, Replacing>> = {
	"aws:apigatewayv2/api:Api": {
		always: ["protocolType", "credentialsArn", "routeKey", "target"],
		here: ["name"],
	},
	"aws:apigatewayv2/authorizer:Authorizer": { always: ["apiId"] },
	"aws:apigatewayv2/integration:Integration": {
		always: ["apiId", "integrationType", "integrationSubtype"],
	},
	"aws:apigatewayv2/route:Route": { always: ["apiId"] },
	"aws:apigatewayv2/stage:Stage": { always: ["name", "apiId"] },
	"aws:cloudwatch/compositeAlarm:CompositeAlarm": {
		always: ["alarmName", "actionsEnabled"],
	},
	"aws:cloudwatch/dashboard:Dashboard": { always: ["dashboardName"] },
	"aws:cloudwatch/eventArchive:EventArchive": {
		always: ["name", "eventSourceArn"],
	},
	"aws:cloudwatch/eventBus:EventBus": { always: ["name", "eventSourceName"] },
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": { always: ["eventBusName"] },
	"aws:cloudwatch/eventRule:EventRule": {
		always: ["name", "namePrefix", "eventBusName"],
	},
	"aws:cloudwatch/eventTarget:EventTarget": {
		always: ["targetId", "rule", "eventBusName"],
	},
	"aws:cloudwatch/logGroup:LogGroup": {
		always: ["name", "namePrefix", "logGroupClass"],
	},
	"aws:cloudwatch/metricAlarm:MetricAlarm": { always: ["name"] },
	"aws:dynamodb/table:Table": {
		always: [
			"name",
			"hashKey",
			"rangeKey",
			"localSecondaryIndexes",
			"importTable",
			"restoreDateTime",
			"restoreToLatestTime",
		],
		here: [
			"attributes",
			"globalSecondaryIndexes",
			"streamEnabled",
			"streamViewType",
		],
	},
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { always: ["vpcId"] },
	"aws:ec2/securityGroup:SecurityGroup": {
		always: ["name", "namePrefix", "description", "vpcId"],
	},
	"aws:ec2/vpcEndpoint:VpcEndpoint": {
		always: [
			"vpcId",
			"vpcEndpointType",
			"serviceName",
			"serviceRegion",
			"serviceNetworkArn",
			"resourceConfigurationArn",
		],
	},
	"aws:iam/policy:Policy": {
		always: ["name", "namePrefix", "path", "description"],
	},
	"aws:iam/role:Role": { always: ["name", "namePrefix", "path"] },
	"aws:iam/rolePolicy:RolePolicy": { always: ["name", "namePrefix", "role"] },
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
		always: ["role", "policyArn"],
	},
	"aws:kms/alias:Alias": { always: ["name", "namePrefix"] },
	"aws:kms/key:Key": {
		always: [
			"multiRegion",
			"keyUsage",
			"customerMasterKeySpec",
			"customKeyStoreId",
			"xksKeyId",
		],
	},
	"aws:kms/replicaKey:ReplicaKey": { always: ["primaryKeyArn"] },
	"aws:lambda/eventSourceMapping:EventSourceMapping": {
		always: [
			"eventSourceArn",
			"startingPosition",
			"startingPositionTimestamp",
			"queues",
			"topics",
			"amazonManagedKafkaEventSourceConfig",
			"selfManagedEventSource",
			"selfManagedKafkaEventSourceConfig",
		],
	},
	"aws:lambda/function:Function": {
		always: ["name", "packageType", "tenancyConfig"],
	},
	"aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
		always: ["functionName", "qualifier"],
	},
	"aws:lambda/permission:Permission": {
		always: [
			"statementId",
			"statementIdPrefix",
			"action",
			"function",
			"principal",
			"sourceArn",
			"sourceAccount",
			"qualifier",
			"principalOrgId",
			"eventSourceToken",
			"functionUrlAuthType",
			"invokedViaFunctionUrl",
		],
	},
	"aws:s3/bucket:Bucket": {
		always: ["bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"],
	},
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
		always: ["bucket", "expectedBucketOwner"],
	},
	"aws:s3/bucketNotification:BucketNotification": { always: ["bucket"] },
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
		always: ["bucket"],
	},
	"aws:s3/bucketPolicy:BucketPolicy": { always: ["bucket"] },
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
		always: ["bucket"],
	},
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
		{ always: ["bucket", "expectedBucketOwner"] },
	"aws:s3/bucketVersioning:BucketVersioning": {
		always: ["bucket", "expectedBucketOwner"],
	},
	"aws:scheduler/schedule:Schedule": {
		always: ["name", "namePrefix", "groupName"],
	},
	"aws:scheduler/scheduleGroup:ScheduleGroup": {
		always: ["name", "namePrefix"],
	},
	"aws:schemas/registry:Registry": { always: ["name"] },
	"aws:schemas/schema:Schema": { always: ["name", "registryName"] },
	"aws:secretsmanager/secret:Secret": {
		always: ["name", "namePrefix", "type"],
	},
	"aws:sqs/queue:Queue": { always: ["name", "namePrefix", "fifoQueue"] },
	"aws:sqs/queuePolicy:QueuePolicy": { always: ["queueUrl"] },
	"aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { always: ["queueUrl"] },
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
		always: ["securityGroupId"],
	},
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
		always: ["securityGroupId"],
	},
	// A component: what it makes is replaced, never itself.
	"awsx:ec2:Vpc": { always: [] },
};

/** Those of the inputs whose change replaces a resource of the type. */
export function replacingOf(type: string, inputs: readonly string[]): string[] {
	const { always = [], here = [] } = replacing[type] ?? {};
	const all = ["region", ...always, ...here];
	return inputs.filter((name) => all.includes(name));
}

/** What there cannot be two of, where it is no name. */
const identity: Readonly<Record<string, readonly string[]>> = {
	"aws:lambda/eventSourceMapping:EventSourceMapping": [
		"eventSourceArn",
		"functionName",
	],
};

/** Whether the old one must go before the new one can come: what changed leaves its identity as it is. */
export function deletesFirst(
	type: string,
	namedBy: string | undefined,
	changed: readonly string[],
): boolean {
	const own = namedBy ? [namedBy] : identity[type];
	return own !== undefined && !own.some((name) => changed.includes(name));
}
