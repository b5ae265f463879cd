import { Retryable } from "../errors";
import { type Breaker, newBreaker } from "./breaker";
import { unchangedSince } from "./conditions";
import type { Row } from "./rows";
import type { Store } from "./store";

export interface BreakersOptions {
	store: Store;
	region: string;
	/** Ms. */
	now: () => number;
	newId: () => string;
}

type BreakerRow = Row & { breaker: Breaker };

/** Ms for which a container may act on what it has read. */
const fresh = 2000;
const maxAttempts = 10;

export interface Changed {
	before: Breaker;
	after: Breaker;
}

/** The breakers of one region: a row for each system, read before any call. */
export class Breakers {
	private readonly known = new Map<string, { at: number; breaker: Breaker }>();

	constructor(private readonly options: BreakersOptions) {}

	/** As it was at most two seconds ago. */
	async read(system: string): Promise<Breaker> {
		const known = this.known.get(system);
		if (known && this.options.now() - known.at < fresh) return known.breaker;
		return breakerOf(await this.row(system));
	}

	/** Writes what `next` makes of it, until no other writer comes between; the same breaker or undefined leaves it. */
	async change(
		system: string,
		next: (before: Breaker, now: number) => Breaker | undefined,
	): Promise<Changed> {
		const { store, region, now, newId } = this.options;
		let row = await this.row(system);
		for (let attempt = 0; attempt < maxAttempts; attempt++) {
			const before = breakerOf(row);
			const after = next(before, now()) ?? before;
			if (after === before) return { before, after };
			const changed: BreakerRow = {
				...keyOf(system, region),
				discriminator: "BREAKER",
				timestamp: Math.max(now(), (row?.timestamp ?? 0) + 1),
				changeId: newId(),
				awsregion: region,
				breaker: after,
			};
			const refused = await store.put(changed, unchangedSince(row));
			row = refused ? asBreaker(refused.current) : changed;
			this.keep(system, row);
			if (!refused || row?.changeId === changed.changeId)
				return { before, after };
		}
		throw new Retryable(`the breaker of ${system} is written by too many`);
	}

	private async row(system: string): Promise<BreakerRow | undefined> {
		const { store, region } = this.options;
		const row = asBreaker(await store.get(keyOf(system, region)));
		this.keep(system, row);
		return row;
	}

	private keep(system: string, row: BreakerRow | undefined): void {
		const breaker = breakerOf(row);
		this.known.set(system, { at: this.options.now(), breaker });
	}
}

const keyOf = (system: string, region: string) => ({
	pk: `breaker#${system}`,
	sk: region,
});

const breakerOf = (row: BreakerRow | undefined) => row?.breaker ?? newBreaker;

/** Only {@link Breakers} writes rows under these keys. */
function asBreaker(row: Row | undefined): BreakerRow | undefined {
	return row as BreakerRow | undefined;
}
