/** What holds something that nobody can make again, by Pulumi's type token. */
export const statefulTypes: readonly string[] = [
	"aws:dynamodb/table:Table",
	"aws:cloudwatch/eventArchive:EventArchive",
	"aws:s3/bucket:Bucket",
	"aws:kms/key:Key",
	"aws:kms/replicaKey:ReplicaKey",
	"aws:secretsmanager/secret:Secret",
];
