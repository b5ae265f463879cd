import { calledSystems } from "../../contracts/checks/systems";
import type { Contract } from "../../contracts/contract";
import type { Schedule } from "../../contracts/job";
import { retryCalls } from "../../contracts/schedule";

type Service = Pick<Contract, "rules" | "jobs">;

/** Something that a service does by the clock. */
export interface ClockWords {
	/** The job, or the rule with a deadline. */
	name: string;
	/** When, in words. */
	when: string;
	/** Both, as short as a box wants it. */
	short: string;
}

/** Jobs and deadlines of the contract, in its order. */
export function clocksOf({ jobs, rules }: Service): ClockWords[] {
	const own = Object.entries(jobs).map(([name, { schedule }]) => {
		const words = wordsOf(schedule);
		return { name, when: `${words} UTC`, short: `${name}, ${words}` };
	});
	const deadlines = Object.entries(rules).flatMap(([name, rule]) => {
		if (!("collects" in rule) || rule.deadline === undefined) return [];
		const { after, seconds } = rule.deadline;
		const when = `${duration(seconds)} after ${after}`;
		return [{ name, when, short: `deadline, ${duration(seconds)}` }];
	});
	return [...own, ...deadlines];
}

/** The built-in job of whoever calls. */
export function retryOf(service: Service): ClockWords[] {
	const when = "every minute";
	return calledSystems(service).length > 0
		? [{ name: retryCalls, when, short: `${retryCalls}, ${when}` }]
		: [];
}

/** The rules that call a system. */
export function calledBy({ rules }: Pick<Service, "rules">, system: string) {
	return Object.entries(rules).flatMap(([name, rule]) =>
		"calls" in rule && rule.calls === system ? [name] : [],
	);
}

function wordsOf(schedule: Schedule): string {
	return "daily" in schedule
		? `daily ${schedule.daily}`
		: `hourly :${String(schedule.hourly).padStart(2, "0")}`;
}

export function duration(seconds: number): string {
	const units = [
		[24 * 60 * 60, "d"],
		[60 * 60, "h"],
		[60, "min"],
	] as const;
	for (const [length, unit] of units)
		if (seconds % length === 0) return `${seconds / length} ${unit}`;
	return `${seconds} s`;
}
