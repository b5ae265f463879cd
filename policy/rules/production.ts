import { at, is, list, type Resource, unknown } from "../resource";
import { found, type StackRule } from "../rule";

const table = "aws:dynamodb/table:Table";
const bucket = "aws:s3/bucket:Bucket";
const fn = "aws:lambda/function:Function";

/** What holds something that nobody can make again. */
const stateful = [
	table,
	bucket,
	"aws:cloudwatch/eventArchive:EventArchive",
	"aws:kms/key:Key",
	"aws:kms/replicaKey:ReplicaKey",
	"aws:secretsmanager/secret:Secret",
];

const stageOf = (resource: Resource) =>
	at(resource, "environment.variables.STAGE");

/** Of the stack `prod`, by its URN `urn:pulumi:<stack>::…`. */
const isOfProd = ({ urn }: Resource) => urn.split(":")[2] === "prod";

/** A stack whose data must outlive any mistake: by its name, by the stage that its functions know, or as something in it is protected already. */
function isProduction(resources: readonly Resource[]): boolean {
	return resources.some(
		(each) => isOfProd(each) || each.protect || stageOf(each) === "prod",
	);
}

/** Those of the types, where the stack is production. */
function inProduction(resources: readonly Resource[], types: string[]) {
	if (!isProduction(resources)) return [];
	return resources.filter(({ type }) => types.includes(type));
}

/** Whether a property is true of a table's every replica, or not known yet. */
function ofReplicas(table: Resource, property: string): boolean {
	return list(table, "replicas").every(
		(replica) =>
			replica === unknown ||
			[true, unknown].includes(Object(replica)[property]),
	);
}

export const production = [
	{
		id: "stage-of-its-name",
		checks: [],
		severity: "high",
		says: "The stack prod has the stage prod.",
		mend: "Set stage to prod in Pulumi.prod.yaml, or give the stack another name.",
		types: [fn],
		checkStack: (resources) =>
			resources
				.filter((each) => each.type === fn && isOfProd(each))
				.filter(
					(each) =>
						![undefined, "prod", unknown].some(
							(stage) => stageOf(each) === stage,
						),
				)
				.map((resource) => ({
					resource,
					what: `its STAGE is ${JSON.stringify(stageOf(resource))} in the stack prod`,
				})),
	},
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
						!ofReplicas(each, "pointInTimeRecovery"),
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
		mend: "Set deletionProtectionEnabled of the table and of its replicas, and no forceDestroy of the bucket.",
		types: [table, bucket],
		checkStack: (resources) => [
			...found(
				inProduction(resources, [table]).filter(
					(each) =>
						!is(each, "deletionProtectionEnabled", true) ||
						!ofReplicas(each, "deletionProtectionEnabled"),
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
] satisfies readonly StackRule[];
