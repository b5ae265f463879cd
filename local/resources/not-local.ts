const noMetrics =
	"the emulator publishes no metrics, so nothing could ever be shown or alarm";
const noPolicies =
	"the emulator does not enforce policies, so it would change nothing";
const noEncryption = "nothing is encrypted on this machine";
const noAgeing = "nothing gets old enough on this machine";
const noSchemas = "the emulator has no schema registry";

/** Resource types that mean nothing on this machine, each with its reason. A type in no list is an error. */
export const notLocal: Readonly<Record<string, string>> = {
	"aws:cloudwatch/metricAlarm:MetricAlarm": noMetrics,
	"aws:cloudwatch/compositeAlarm:CompositeAlarm": noMetrics,
	"aws:cloudwatch/dashboard:Dashboard": noMetrics,
	"aws:cloudwatch/eventBusPolicy:EventBusPolicy": noPolicies,
	"aws:iam/policy:Policy": noPolicies,
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": noPolicies,
	"aws:s3/bucketPolicy:BucketPolicy": noPolicies,
	"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": noPolicies,
	"aws:s3/bucketOwnershipControls:BucketOwnershipControls": noPolicies,
	"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
		noEncryption,
	"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": noAgeing,
	"aws:schemas/registry:Registry": noSchemas,
	"aws:schemas/schema:Schema": noSchemas,
};
