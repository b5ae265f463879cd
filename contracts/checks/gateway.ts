import type { Contract } from "../contract";
import { parseRouteKey } from "../route";
import { retryCalls } from "../schedule";
import { outsideSubset } from "../schema/subset";
import { kebab } from "./names";

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Seconds: a listener has 30, and a call is tried more than once. */
const longestCall = 10;
/** Characters of a schedule's name. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const longestJob = 64;

/** Systems, webhooks and jobs that AWS or the runtime would refuse, or that nothing uses. */
export function illegalGateways(contract: Contract): string[] {
	return [
		...illegalSystems(contract),
		...illegalWebhooks(contract),
		...illegalJobs(contract),
	];
}

function illegalSystems({
	name,
	kind,
	systems,
	rules,
	webhooks,
}: Contract): string[] {
	const problems: string[] = [];
	const names = Object.keys(systems);
	if (names.length > 0 && kind !== "esg")
		problems.push(
			`${name}: a ${kind} service has the external system "${names[0]}": only a gateway (esg) reaches outside, make it one`,
		);
	for (const [system, { timeout = 3 }] of Object.entries(systems)) {
		const where = `${name}: the system "${system}"`;
		if (!kebab.test(system))
			problems.push(`${where} must be named in lower case with hyphens`);
		if (system.endsWith("-webhook"))
			problems.push(
				`${where} has the name of the secret that signs another's webhooks: rename it`,
			);
		if (!(timeout > 0 && timeout <= longestCall))
			problems.push(
				`${where} has a timeout of ${timeout} s: it must be above 0 and at most ${longestCall}`,
			);
		const isCalled = Object.values(rules).some(
			(rule) => "calls" in rule && rule.calls === system,
		);
		const isHeard = Object.values(webhooks).some(({ from }) => from === system);
		if (!isCalled && !isHeard)
			problems.push(
				`${where} is neither called nor heard: add a rule that calls it or a webhook, or drop it`,
			);
	}
	return problems;
}

function illegalWebhooks({
	name,
	rows,
	systems,
	rules,
	webhooks,
	api,
}: Contract): string[] {
	const intending = (row: string) =>
		Object.entries(rules).find(
			([, rule]) => "calls" in rule && rule.intends === row,
		)?.[0];
	return Object.entries(webhooks).flatMap(([key, { from, body, writes }]) => {
		const where = `${name}: the webhook "${key}"`;
		const route = parseRouteKey(key);
		const problems: string[] = [];
		if (route?.method !== "POST" || route.parameters.length > 0)
			problems.push(`${where} must be "POST /path", without parameters`);
		if (key in api)
			problems.push(
				`${where} is a route of the API, too: rename one of the two`,
			);
		if (!(from in systems))
			problems.push(
				`${where} is from "${from}", which is no system of the contract: declare it in \`systems\``,
			);
		for (const row of writes) {
			const kind = rows[row]?.kind;
			if (kind !== "published" && kind !== "internal")
				problems.push(
					`${where} writes "${row}", which is ${kind ?? "not in the contract"}: it writes published or internal rows`,
				);
			const rule = intending(row);
			if (rule !== undefined)
				problems.push(
					`${where} writes "${row}", which the rule "${rule}" intends: what becomes of a call is noted there, give the webhook a row of its own`,
				);
		}
		if (writes.length === 0)
			problems.push(
				`${where} writes nothing: what it accepts would be lost, name its rows`,
			);
		for (const { path, reason } of outsideSubset(body))
			problems.push(`${where}: ${path}: ${reason}`);
		return problems;
	});
}

function illegalJobs({ name, jobs }: Contract): string[] {
	return Object.entries(jobs).flatMap(([job, { schedule }]) => {
		const where = `${name}: the job "${job}"`;
		const problems: string[] = [];
		if (!kebab.test(job) || job.length > longestJob)
			problems.push(
				`${where} must be named in lower case with hyphens, at most ${longestJob} characters`,
			);
		if (job === retryCalls)
			problems.push(
				`${where} has the name of the built-in one, which makes calls again: rename it`,
			);
		if ("daily" in schedule && !timeOfDay.test(schedule.daily))
			problems.push(
				`${where} is daily at "${schedule.daily}": it must be a time such as "02:30", in UTC`,
			);
		if (
			"hourly" in schedule &&
			!(
				Number.isInteger(schedule.hourly) &&
				schedule.hourly >= 0 &&
				schedule.hourly <= 59
			)
		)
			problems.push(
				`${where} is hourly at minute ${schedule.hourly}: it must be a whole number from 0 to 59`,
			);
		return problems;
	});
}
