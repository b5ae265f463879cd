import { limits } from "../../contracts/limits";
import { jobRow } from "../../contracts/protection";
import { absent, unchangedSince } from "./conditions";
import type { Context } from "./context";
import type { Period } from "./period";
import type { Row } from "./rows";
import type { Store } from "./store";

/** How far a job is with a period. */
interface Progress {
	status: "running" | "done";
	/** What the next page goes on from. */
	state?: unknown;
	/** Ms; whoever ran it until then has died. */
	leaseUntil: number;
	/** How often it was begun or taken up again. */
	runs: number;
}

type MarkerRow = Row & Progress;

export interface MarkerOptions {
	store: Store;
	region: string;
	context: Context;
	/** Ms. */
	now: () => number;
	newId: () => string;
}

/** One row for each period of a job: who runs it, and how far it is. */
export class JobMarker {
	private current: MarkerRow | undefined;

	constructor(
		private readonly job: string,
		private readonly period: Period,
		private readonly options: MarkerOptions,
	) {}

	/** Takes the job up where the last one left it, unless it is done or somebody is at it. `lease`: ms for which we are. */
	async take(lease: number): Promise<"taken" | "done" | "held"> {
		const { store, now } = this.options;
		const found = asMarker(await store.get(this.key));
		if (found?.status === "done") return "done";
		if (found && found.leaseUntil > now()) return "held";
		const { runs = 0, state } = found ?? {};
		const taken = this.next(found, {
			...{ status: "running", runs: runs + 1 },
			...{ state, leaseUntil: now() + lease },
		});
		const condition = found ? unchangedSince(found) : absent;
		const refused = await store.put(taken, condition);
		if (refused && refused.current?.changeId !== taken.changeId) return "held";
		this.current = taken;
		return "taken";
	}

	get state(): unknown {
		return this.current?.state;
	}

	/** A page is done; false where somebody else has taken the job up meanwhile. No state: so is the job. */
	saved(state: unknown, lease: number): Promise<boolean> {
		const { now } = this.options;
		return this.write(
			state === undefined
				? { status: "done", leaseUntil: 0 }
				: { status: "running", state, leaseUntil: now() + lease },
		);
	}

	/** Others need not wait for the lease to end; where that cannot be noted, they do. */
	async left(): Promise<void> {
		const { state } = this;
		await this.write({ status: "running", state, leaseUntil: 0 }).catch(
			() => {},
		);
	}

	private async write(progress: Omit<Progress, "runs">): Promise<boolean> {
		const { current } = this;
		if (!current) return false;
		const { runs } = current;
		const next = this.next(current, { ...progress, runs });
		const refused = await this.options.store.put(next, unchangedSince(current));
		if (refused && refused.current?.changeId !== next.changeId) return false;
		this.current = next;
		return true;
	}

	private next(before: MarkerRow | undefined, progress: Progress): MarkerRow {
		const { region: awsregion, context, now, newId } = this.options;
		return {
			...this.key,
			discriminator: jobRow,
			timestamp: Math.max(now(), (before?.timestamp ?? 0) + 1),
			...{ changeId: newId(), awsregion, context },
			// As long as its message may come again.
			ttl: Math.floor(now() / 1000) + limits.tombstone,
			...progress,
		};
	}

	private get key() {
		return { pk: `job#${this.job}`, sk: this.period.from };
	}
}

/** Only {@link JobMarker} writes rows under these keys. */
function asMarker(row: Row | undefined): MarkerRow | undefined {
	return row as MarkerRow | undefined;
}
