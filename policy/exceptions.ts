/** A wildcard that a role may be granted: a pattern of the resource, for which actions, and why. */
export interface PolicyException {
	actions: readonly string[];
	resource: RegExp;
	reason: string;
}

/** The only ones of the program. */
export const policyExceptions: readonly PolicyException[] = [
	{
		actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
		resource: /^\*$/,
		reason: "X-Ray has no resources to name",
	},
	{
		actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
		resource: /^arn:aws:[a-z]+:[a-z0-9-]+:\d+:\/aws\/lambda\/[\w-]+:\*$/,
		reason: "Lambda names the streams of the function's own log group",
	},
	{
		actions: ["dynamodb:ListStreams"],
		resource: /^\*$/,
		reason: "an event source mapping asks for it, and it takes no resource",
	},
	{
		actions: ["dynamodb:Query"],
		resource: /^arn:aws:dynamodb:[a-z0-9-]+:\d+:table\/[\w-]+\/index\/\*$/,
		reason: "both indexes of the service's own table",
	},
	{
		actions: ["scheduler:CreateSchedule"],
		resource: /^arn:aws:scheduler:[a-z0-9-]+:\d+:schedule\/[\w-]+\/\*$/,
		reason: "a deadline's schedule is named by its key, in the service's group",
	},
	{
		actions: ["s3:PutObject"],
		resource: /^arn:aws:s3:::[\w-]+\/\*$/,
		reason:
			"Lambda names the objects that keep failed records; a claim is named after its event's id and time",
	},
	{
		actions: ["s3:GetObject"],
		resource: /^arn:aws:s3:::hub-[a-z0-9-]+-(claims|failures)-bucket-\w+\/\*$/,
		reason: "what is read is named by an event, or by Lambda",
	},
	{
		actions: [
			"sqs:ReceiveMessage",
			"sqs:DeleteMessage",
			"sqs:GetQueueAttributes",
		],
		resource:
			/^arn:aws:sqs:[a-z0-9-]+:\d+:[\w-]+-\*-(listener|job)-dead-letters$/,
		reason:
			"the drain empties every listener's and job's queue of dead letters; one by one they would outgrow a role's 10 KB",
	},
];

/** Further ones, where a service has a private network; none of them is open to the function's own code. */
export const networkExceptions: readonly PolicyException[] = [
	{
		actions: [
			"ec2:AssignPrivateIpAddresses",
			"ec2:CreateNetworkInterface",
			"ec2:DeleteNetworkInterface",
			"ec2:UnassignPrivateIpAddresses",
		],
		resource: /^arn:aws:ec2:[a-z0-9-]+:\d+:\*\/\*$/,
		reason:
			"Lambda makes the interfaces, whose ids nobody knows before; AWS's guide asks for all of the region",
	},
	{
		actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
		resource: /^\*$/,
		reason: "EC2 takes no resource for what only describes",
	},
];

/** The exceptions that a wildcard in a resource's ARN falls under. */
export function wildcardExceptions(arn: string) {
	return [...policyExceptions, ...networkExceptions].filter(({ resource }) =>
		resource.test(arn),
	);
}

/** Queues whose messages are never put aside, by logical name. */
export const queuesWithoutRedrive: readonly { name: RegExp; reason: string }[] =
	[
		{
			name: /-dead-letters$/,
			reason: "it is where other queues put aside",
		},
		{
			name: /^hub-[a-z0-9-]+-drain-queue$/,
			reason:
				"it says which failed batches are in the bucket; they stay there, and an alarm looks at its age",
		},
	];

/** Routes that anybody may call, by method and path. */
export const openRoutes: readonly { routeKey: RegExp; reason: string }[] = [
	{
		routeKey: /^POST \/webhooks\/[\w-]+$/,
		reason:
			"external systems have no token: the function lets nothing in that is not signed",
	},
];
