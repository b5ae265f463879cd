import type { Schedule } from "../../contracts/job";

/** The day or hour that a job is about, in UTC. */
export interface Period {
	/** ISO 8601, such as `2026-11-24T00:00:00.000Z`. */
	from: string;
	/** The same; not part of it any more. */
	to: string;
}

const hour = 60 * 60_000;
const day = 24 * hour;

/** The whole day or hour before the one in which the job was due; `due` in ms. Days of UTC have no leap. */
export function periodBefore(schedule: Schedule, due: number): Period {
	const length = "daily" in schedule ? day : hour;
	const to = Math.floor(due / length) * length;
	return {
		from: new Date(to - length).toISOString(),
		to: new Date(to).toISOString(),
	};
}
