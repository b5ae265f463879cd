import type { Resource } from "../resource";
import { found, type StackRule } from "../rule";
import { isTlsOnly, statementsOf } from "../statements";

const bucket = "aws:s3/bucket:Bucket";
const queue = "aws:sqs/queue:Queue";
const fn = "aws:lambda/function:Function";
const role = "aws:iam/role:Role";

/** Finds the resources of a type that lack a companion: one of another type that depends on them. */
function lacking(
	type: string,
	companion: string,
	what: string,
	isGood: (companion: Resource) => boolean = () => true,
): StackRule["checkStack"] {
	return (resources) => {
		const served = new Set(
			resources
				.filter((each) => each.type === companion && isGood(each))
				.flatMap(({ dependencies }) => dependencies),
		);
		const alone = resources.filter(
			(each) => each.type === type && !served.has(each.urn),
		);
		return found(alone, what);
	};
}

/** Refuses plain text; a policy that is not known yet may. */
function refusesPlainText(policy: Resource): boolean {
	return statementsOf(policy, "policy")?.some(isTlsOnly) ?? true;
}

/** Functions that depend on no role of the stack: theirs comes from elsewhere, and no rule has seen it. */
function withForeignRole(resources: readonly Resource[]): Resource[] {
	const roles = new Set(
		resources.filter(({ type }) => type === role).map(({ urn }) => urn),
	);
	return resources.filter(
		({ type, dependencies }) =>
			type === fn && !dependencies.some((urn) => roles.has(urn)),
	);
}

export const stacks = [
	{
		id: "role-of-the-program",
		checks: [],
		severity: "high",
		says: "A function's role is a role of this program.",
		mend: "Make the role here, so that its policies are looked at as well.",
		types: [fn],
		checkStack: (resources) =>
			found(withForeignRole(resources), "its role is of elsewhere"),
	},
	{
		id: "queue-tls",
		checks: ["AwsSolutions-SQS4"],
		severity: "medium",
		says: "A queue refuses what is not encrypted on its way.",
		mend: "Give it a policy with a Deny on aws:SecureTransport false.",
		types: [queue, "aws:sqs/queuePolicy:QueuePolicy"],
		checkStack: lacking(
			queue,
			"aws:sqs/queuePolicy:QueuePolicy",
			"it takes plain text",
			refusesPlainText,
		),
	},
	{
		id: "bucket-tls",
		checks: ["AwsSolutions-S10"],
		severity: "medium",
		says: "A bucket refuses what is not encrypted on its way.",
		mend: "Give it a policy with a Deny on aws:SecureTransport false.",
		types: [bucket, "aws:s3/bucketPolicy:BucketPolicy"],
		checkStack: lacking(
			bucket,
			"aws:s3/bucketPolicy:BucketPolicy",
			"it takes plain text",
			refusesPlainText,
		),
	},
	{
		id: "bucket-private",
		checks: ["AwsSolutions-S2"],
		severity: "high",
		says: "A bucket has a block of public access.",
		mend: "Give it a BucketPublicAccessBlock.",
		types: [bucket],
		checkStack: lacking(
			bucket,
			"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
			"it may be opened to the public",
		),
	},
	{
		id: "bucket-encryption",
		checks: ["CKV_AWS_19"],
		severity: "medium",
		says: "A bucket says how it is encrypted.",
		mend: "Give it a BucketServerSideEncryptionConfiguration.",
		types: [bucket],
		checkStack: lacking(
			bucket,
			"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
			"it leaves its encryption to the default",
		),
	},
] satisfies readonly StackRule[];
