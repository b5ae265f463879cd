import { UserError } from "../user-error";
import { account } from "./context";
import type { Properties } from "./handler";

const noMetrics =
	"the emulator publishes no metrics, so nothing could ever be shown or alarm";
const noPolicies =
	"the emulator does not enforce policies, so it would change nothing";
const noEncryption = "nothing is encrypted on this machine";
const noAgeing = "nothing gets old enough on this machine";
const noNetworks = "functions run without a network of their own here";
const noSchemas = "the emulator has no schema registry";

/** Resource types that mean nothing on this machine, each with its reason. A type in no list is an error. */
export const notLocal: Readonly<Record<string, string>> = {
	"aws:cloudwatch/metricAlarm:MetricAlarm": noMetrics,
	"aws:cloudwatch/compositeAlarm:CompositeAlarm": noMetrics,
	"aws:cloudwatch/dashboard:Dashboard": noMetrics,
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": noPolicies,
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": noNetworks,
	"aws:ec2/securityGroup:SecurityGroup": noNetworks,
	"aws:ec2/vpcEndpoint:VpcEndpoint": noNetworks,
	"aws:iam/policy:Policy": noPolicies,
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": noPolicies,
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": noPolicies,
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": noPolicies,
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
		noEncryption,
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": noAgeing,
	"aws:schemas/registry:Registry": noSchemas,
	"aws:schemas/schema:Schema": noSchemas,
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": noNetworks,
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": noNetworks,
	"awsx:ec2:Vpc": noNetworks,
};

/** What a program reads of a type beside name and ARN. */
const outputs: Readonly<Record<string, (name: string) => Properties>> = {
	"awsx:ec2:Vpc": (name) => ({
		vpcId: name,
		isolatedSubnetIds: [],
		routeTables: [],
	}),
};

/** Enough for the program to go on: what a name, an id and an ARN would look like. */
export function stub(
	{ type, name }: { type: string; name: string },
	inputs: Properties,
	region: string,
) {
	const service = type.split(":")[1]?.split("/")[0];
	const arn = `arn:aws:${service}:${region}:${account}:${name}`;
	return {
		id: name,
		state: { name, arn, ...inputs, ...outputs[type]?.(name) },
	};
}

export function unknownType(type: string): UserError {
	return new UserError(
		`nothing on this machine provides ${type}: add a handler for it to local/resources/index.ts, or to local/resources/not-local.ts the reason why none is needed.`,
	);
}
