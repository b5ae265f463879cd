import type { Schedule } from "../runtime/core/schedules";

/** The schedules of one service in one region: each sends its message at its time or late, at least once, and is gone. */
export class Scheduler {
	private readonly schedules = new Map<string, Schedule>();

	/** One that is there already is left as it is. */
	create(schedule: Schedule): void {
		if (!this.schedules.has(schedule.name))
			this.schedules.set(schedule.name, schedule);
	}

	/** Those whose time has come. */
	due(now: number): Schedule[] {
		return [...this.schedules.values()].filter(({ at }) => at <= now);
	}

	/** When the first one's time comes. */
	next(): number | undefined {
		const times = [...this.schedules.values()].map(({ at }) => at);
		return times.length > 0 ? Math.min(...times) : undefined;
	}

	/** What it sends. */
	fire(schedule: Schedule): string {
		this.schedules.delete(schedule.name);
		return schedule.input;
	}
}
