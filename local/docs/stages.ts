import type { StagePolicy } from "../../components/stage";
import { table } from "./tables";

type Says = (policy: StagePolicy) => string;

const yesOrNo = (value: boolean) => (value ? "yes" : "no");
const days = (value: number) => (value === 1 ? "1 day" : `${value} days`);

/** What each part of a policy means to somebody who chooses one; a new part does not compile until it has its words here. */
const rows: Record<Exclude<keyof StagePolicy, "name">, [string, Says]> = {
	protect: [
		"tables, archives and buckets refuse to be destroyed or replaced",
		({ protect }) => yesOrNo(protect),
	],
	retain: [
		"what leaves the program stays in the cloud, with its data",
		({ retain }) => yesOrNo(retain),
	],
	emptyBuckets: [
		"a bucket can be deleted with what is in it",
		({ emptyBuckets }) => yesOrNo(emptyBuckets),
	],
	recoveryDays: [
		"point-in-time recovery of tables",
		({ recoveryDays }) => (recoveryDays === 0 ? "none" : days(recoveryDays)),
	],
	keyRecoveryDays: [
		"deleting the key of sensitive fields can be cancelled for",
		({ keyRecoveryDays }) => days(keyRecoveryDays),
	],
	secretRecoveryDays: [
		"deleting a secret can be undone for",
		({ secretRecoveryDays }) =>
			secretRecoveryDays === 0
				? "no time: its name is free at once"
				: days(secretRecoveryDays),
	],
	logRetention: ["logs are kept for", ({ logRetention }) => days(logRetention)],
	throttle: [
		"requests per second to an API in a region, and at once",
		({ throttle: { rate, burst } }) => `${rate}, ${burst}`,
	],
	listenerConcurrency: [
		"functions of one listener that run at once",
		({ listenerConcurrency }) => String(listenerConcurrency),
	],
};

/** The policies side by side. */
export function stageTable(stages: Readonly<Record<string, StagePolicy>>) {
	const policies = Object.values(stages);
	return table(
		["", ...policies.map(({ name }) => name)],
		Object.values(rows).map(([what, says]) => [what, ...policies.map(says)]),
	);
}
