import type { Registered } from "../record/recording";

/** What is gone with a resource of the type. */
const lost: Readonly<Record<string, string>> = {
	"aws:dynamodb/table:Table":
		"every row in it; what replaces it starts empty, and a backup is restored by hand",
	"aws:cloudwatch/eventArchive:EventArchive":
		"the events of the past: nothing before this deployment can be replayed",
	"aws:s3/bucket:Bucket": "every object in it",
	"aws:kms/key:Key":
		"the key: what is encrypted under it can never be read again",
	"aws:kms/replicaKey:ReplicaKey":
		"the region's copy of the key: nothing that is encrypted can be read there",
	"aws:secretsmanager/secret:Secret": "its value, which was put there by hand",
	"aws:sqs/queue:Queue": "the messages in it are lost",
	"aws:scheduler/scheduleGroup:ScheduleGroup":
		"the deadlines that are pending in it are lost",
	"aws:cloudwatch/logGroup:LogGroup": "the logs in it are lost",
	"aws:cloudwatch/eventBus:EventBus":
		"while it is replaced, what is published is refused",
	"aws:apigatewayv2/api:Api": "its URL changes: every client needs the new one",
};

export const holdsUnknown = "what it holds is not known here";

/** A replica is neither protected nor retained by its table's options. */
export const lostWithReplica =
	"the replica in that region with every row in it: whoever reads there reads nothing";

export function lostWith({ type }: Registered): string {
	return lost[type] ?? "whatever is in it";
}

export function noteOn({ type }: Registered): string | undefined {
	return lost[type];
}

/** What stands in the way, by the state before. */
export function heldBy({
	protect,
	retainOnDelete,
	inputs,
}: Registered): string[] {
	return [
		...(protect ? ["protect: Pulumi refuses until it is taken off"] : []),
		...(retainOnDelete
			? [
					"retainOnDelete: the old one stays in the cloud, and Pulumi forgets it",
				]
			: []),
		...(inputs.deletionProtectionEnabled === true
			? ["deletion protection: AWS refuses until it is off"]
			: []),
	];
}
