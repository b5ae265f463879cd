export interface Made {
	type: string;
	name: string;
	inputs: Record<string, unknown>;
	/** What stands for that which AWS would compute; without it, it has a made-up value. */
	unknown?: unknown;
	/** Outputs of other stacks, by their name; of those that are not here nothing is known. */
	stacks?: Record<string, Record<string, unknown>>;
	/** What a preview does not know. */
	unknownValue?: unknown;
}

export const account = "123456789012";

/** Of a name that Pulumi makes up: the random part. */
export const suffix = "-1234567";

/** What the program sees of a resource: its inputs, and what AWS would compute. */
export function computed({
	type,
	name,
	inputs,
	unknown,
	unknownValue,
	stacks,
}: Made) {
	const region = String(inputs.region ?? "");
	const [, module = ""] = /^aws:(\w+)\//.exec(type) ?? [];
	const physical = String(inputs.name ?? `${name}${suffix}`);
	const known = (value: string) => unknown ?? value;
	const arn = (path: string, where = region, of = module) =>
		known(`arn:aws:${of}:${where}:${account}:${path}`);
	const base = unknown
		? inputs
		: { name: physical, arn: arn(physical), ...inputs };
	switch (type) {
		case "aws:dynamodb/table:Table":
			return {
				...base,
				arn: arn(`table/${physical}`),
				streamArn: arn(`table/${physical}/stream/1`),
				replicas: replicas(inputs).map((replica) => ({
					...replica,
					arn: arn(`table/${physical}`, replica.regionName),
					streamArn: arn(`table/${physical}/stream/1`, replica.regionName),
				})),
			};
		case "aws:sqs/queue:Queue":
			return { ...base, url: known(`https://sqs.${region}/${physical}`) };
		case "aws:apigatewayv2/api:Api":
			return {
				...base,
				apiEndpoint: known(`https://${name}.execute-api.${region}`),
				executionArn: arn(name, region, "execute-api"),
			};
		case "aws:s3/bucket:Bucket":
			return {
				...base,
				bucket: known(physical),
				arn: known(`arn:aws:s3:::${physical}`),
			};
		case "aws:scheduler/scheduleGroup:ScheduleGroup":
			return { ...base, arn: arn(`schedule-group/${physical}`) };
		case "aws:ec2/vpcEndpoint:VpcEndpoint":
			return { ...base, prefixListId: known(`pl-${name}`) };
		case "awsx:ec2:Vpc":
			return vpc(name, unknown);
		case "aws:kms/key:Key":
		case "aws:kms/replicaKey:ReplicaKey":
			return { ...base, keyId: known(physical) };
		case "pulumi:pulumi:StackReference":
			return {
				...inputs,
				outputs: stacks?.[String(inputs.name)] ?? unknownValue,
			};
		default:
			return base;
	}
}

/** A remote component: a preview knows nothing of it. */
function vpc(name: string, unknown: unknown): Record<string, unknown> {
	if (unknown) return {};
	return {
		vpcId: `${name}-id`,
		isolatedSubnetIds: [1, 2].map((zone) => `${name}-subnet-${zone}`),
		routeTables: [1, 2].map((zone) => ({ id: `${name}-routes-${zone}` })),
	};
}

function replicas({
	replicas,
}: Record<string, unknown>): { regionName: string }[] {
	return Array.isArray(replicas) ? replicas : [];
}
