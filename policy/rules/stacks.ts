import { at, is, list, type Resource } from "../resource";
import type { Finding, StackRule } from "../rule";
import { isTlsOnly, statementsOf } from "../statements";

const table = "aws:dynamodb/table:Table";
const bucket = "aws:s3/bucket:Bucket";
const queue = "aws:sqs/queue:Queue";

/** What holds something that nobody can make again. */
const stateful = [
	table,
	bucket,
	"aws:cloudwatch/eventArchive:EventArchive",
	"aws:kms/key:Key",
	"aws:kms/replicaKey:ReplicaKey",
	"aws:secretsmanager/secret:Secret",
];

/** A stack whose data must outlive any mistake: its functions know the stage. */
function isProduction(resources: readonly Resource[]): boolean {
	return resources.some(
		(each) => at(each, "environment.variables.STAGE") === "prod",
	);
}

/** Those of the types, where the stack is production. */
function inProduction(resources: readonly Resource[], types: string[]) {
	if (!isProduction(resources)) return [];
	return resources.filter(({ type }) => types.includes(type));
}

/** Resources of a type that lack a companion: one of another type that depends on them. */
function lacking(
	resources: readonly Resource[],
	type: string,
	companion: string,
	isGood: (companion: Resource) => boolean = () => true,
): Resource[] {
	const served = new Set(
		resources
			.filter((each) => each.type === companion && isGood(each))
			.flatMap(({ dependencies }) => dependencies),
	);
	return resources.filter(
		(each) => each.type === type && !served.has(each.urn),
	);
}

const found = (resources: Resource[], what: string): Finding[] =>
	resources.map((resource) => ({ resource, what }));

/** Refuses plain text; a policy that is not known yet may. */
function refusesPlainText(policy: Resource): boolean {
	return statementsOf(policy, "policy")?.some(isTlsOnly) ?? true;
}

export const stacks = [
	{
		id: "table-recovery",
		checks: ["AwsSolutions-DDB3", "CKV_AWS_28", "CKV_AWS_165"],
		severity: "high",
		says: "In production every table and each of its replicas can be restored to any second.",
		mend: "Set pointInTimeRecovery of the table and of its replicas.",
		types: [table],
		checkStack: (resources) =>
			found(
				inProduction(resources, [table]).filter(
					(each) =>
						!is(each, "pointInTimeRecovery.enabled", true) ||
						list(each, "replicas").some(
							(replica) => Object(replica).pointInTimeRecovery === false,
						),
				),
				"what a bug overwrites is lost",
			),
	},
	{
		id: "protected-in-production",
		checks: [],
		severity: "high",
		says: "In production Pulumi refuses to delete what is stateful.",
		mend: "Pass the stage's protect as an option of the resource.",
		types: stateful,
		checkStack: (resources) =>
			found(
				inProduction(resources, stateful).filter(({ protect }) => !protect),
				"one `pulumi destroy` and it is gone",
			),
	},
	{
		id: "deletion-refused-by-aws",
		checks: ["dynamodb_table_deletion_protection_enabled"],
		severity: "high",
		says: "In production AWS itself refuses to delete tables, and buckets that are not empty.",
		mend: "Set deletionProtectionEnabled of the table, and no forceDestroy of the bucket.",
		types: [table, bucket],
		checkStack: (resources) => [
			...found(
				inProduction(resources, [table]).filter(
					(each) => !is(each, "deletionProtectionEnabled", true),
				),
				"a click in the console deletes it",
			),
			...found(
				inProduction(resources, [bucket]).filter(
					(each) => at(each, "forceDestroy") === true,
				),
				"it is emptied when it is deleted",
			),
		],
	},
	{
		id: "queue-tls",
		checks: ["AwsSolutions-SQS4"],
		severity: "medium",
		says: "A queue refuses what is not encrypted on its way.",
		mend: "Give it a policy with a Deny on aws:SecureTransport false.",
		types: [queue, "aws:sqs/queuePolicy:QueuePolicy"],
		checkStack: (resources) =>
			found(
				lacking(
					resources,
					queue,
					"aws:sqs/queuePolicy:QueuePolicy",
					refusesPlainText,
				),
				"it takes plain text",
			),
	},
	{
		id: "bucket-tls",
		checks: ["AwsSolutions-S10"],
		severity: "medium",
		says: "A bucket refuses what is not encrypted on its way.",
		mend: "Give it a policy with a Deny on aws:SecureTransport false.",
		types: [bucket, "aws:s3/bucketPolicy:BucketPolicy"],
		checkStack: (resources) =>
			found(
				lacking(
					resources,
					bucket,
					"aws:s3/bucketPolicy:BucketPolicy",
					refusesPlainText,
				),
				"it takes plain text",
			),
	},
	{
		id: "bucket-private",
		checks: ["AwsSolutions-S2"],
		severity: "high",
		says: "A bucket has a block of public access.",
		mend: "Give it a BucketPublicAccessBlock.",
		types: [bucket],
		checkStack: (resources) =>
			found(
				lacking(
					resources,
					bucket,
					"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
				),
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
		checkStack: (resources) =>
			found(
				lacking(
					resources,
					bucket,
					"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
				),
				"it leaves its encryption to the default",
			),
	},
] satisfies readonly StackRule[];
