import type { Contract } from "./contract";
import type { Schedule } from "./job";

const day = 24 * 60;

/** The built-in job of a service that calls external systems: it makes the calls again that have failed. */
export const retryCalls = "retry-calls";

/** When EventBridge Scheduler runs what by itself: in UTC, `delay` seconds later than the contract says. */
export interface Clock {
	job: string;
	/** `cron(…)` or `rate(…)`. */
	expression: string;
	/** Seconds. */
	delay: number;
}

/** All that a service does by the clock in one region. Calls are each region's own, so they are not delayed. */
export function clocksOf(
	{ jobs, rules }: Pick<Contract, "jobs" | "rules">,
	delay: number,
): Clock[] {
	const own = Object.entries(jobs).map(([job, { schedule }]) => ({
		job,
		expression: cron(schedule, delay / 60),
		delay,
	}));
	const isCalling = Object.values(rules).some((rule) => "calls" in rule);
	const calls = { job: retryCalls, expression: "rate(1 minute)", delay: 0 };
	return isCalling ? [...own, calls] : own;
}

/** Minutes, hours, days of month, months, days of week, years. */
function cron(schedule: Schedule, minutes: number): string {
	if ("hourly" in schedule)
		return `cron(${(schedule.hourly + minutes) % 60} * * * ? *)`;
	const [hour = 0, minute = 0] = schedule.daily.split(":").map(Number);
	const at = (hour * 60 + minute + minutes) % day;
	return `cron(${at % 60} ${Math.floor(at / 60)} * * ? *)`;
}
