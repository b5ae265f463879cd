import type { Recording, Registered } from "../record/recording";
import type { StatefulChange } from "../report";
import { lostWithReplica } from "./consequences";
import type { Pair } from "./match";
import { holdsUnknown, isObject } from "./values";

const table = "aws:dynamodb/table:Table";

/** The name by which `replacements` allows the loss of a replica. */
export function replicaNames(each: Registered): string[] {
	return Object.keys(replicasOf(each)).map(
		(region) => `${each.name}/${region}`,
	);
}

/** The replicas of a table that are gone: AWS deletes them with their rows while the table only updates. */
export function replicaLosses(
	{ before, after }: Pair,
	service: string,
	{ replacements }: Recording,
): StatefulChange[] {
	if (!before || !after || after.ignoreChanges.includes("replicas")) return [];
	const left = replicasOf(after);
	const change = holdsUnknown(after.inputs.replicas) ? "may-replace" : "delete";
	return Object.entries(replicasOf(before))
		.filter(([region]) => !(region in left))
		.map(([region, replica]) => {
			const name = `${after.name}/${region}`;
			return {
				service,
				region,
				name,
				type: after.type,
				change,
				properties: [],
				replacedBy: [],
				follows: [],
				lost: lostWithReplica,
				held:
					replica.deletionProtectionEnabled === true
						? ["deletion protection: AWS refuses until it is off"]
						: [],
				allowed: replacements.includes(name),
			};
		});
}

/** Of a table, by their region; a secret's or a bucket's are copies. */
function replicasOf({
	type,
	inputs: { replicas },
}: Registered): Record<string, Record<string, unknown>> {
	if (type !== table || !Array.isArray(replicas)) return {};
	const all = replicas.filter(isObject);
	return Object.fromEntries(
		all.map((each) => [String(each.regionName), each] as const),
	);
}
