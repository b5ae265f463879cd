// Follows a stream through its shards: each is read to its end, and only then its children.
import type { Bell } from "./bell";
import type { Quiet } from "./quiet";
import type { StartingPosition } from "./reader";
import { readable, type Shard } from "./shards";

const relistMs = 1000; // how often to look for shards while there is none to read

export interface LineagePorts {
	startingPosition: StartingPosition;
	isStopped(): boolean;
	bell: Bell;
	quiet: Quiet;
	/** Undefined only if stopped. */
	list(): Promise<Shard[] | undefined>;
	/** Resolves at the shard's end. */
	poll(shardId: string, start: StartingPosition): Promise<void>;
}

/** Returns when stopped: a stream has no end that could be known. */
export async function followShards(ports: LineagePorts): Promise<void> {
	const { bell, quiet } = ports;
	const begun = new Set<string>();
	const finished = new Set<string>();
	const active = new Map<string, Promise<void>>();
	let firstListed: ReadonlySet<string> | undefined;
	quiet.set("listing", 0);

	while (!ports.isStopped()) {
		const tick = quiet.tick();
		const finishedBefore = finished.size;
		const shards = await ports.list();
		if (!shards) break;
		firstListed ??= new Set(shards.map(({ id }) => id));
		for (const { id } of readable(shards, begun, finished)) {
			// A shard that appeared later continues one that was read: none of it may be left out.
			const isFirst = firstListed.has(id);
			begin(id, isFirst ? ports.startingPosition : "TRIM_HORIZON");
		}
		if (finished.size !== finishedBefore) continue;
		// A new shard is the child of one that ends, so while any is read there is nothing to look for.
		quiet.set("listing", active.size > 0 ? Number.POSITIVE_INFINITY : tick);
		await (active.size > 0
			? Promise.race(active.values())
			: bell.wait(relistMs));
	}
	await Promise.all(active.values());
	quiet.close();

	function begin(id: string, start: StartingPosition): void {
		begun.add(id);
		quiet.set(id, 0);
		active.set(id, untilEnd(id, start));
	}

	async function untilEnd(id: string, start: StartingPosition): Promise<void> {
		await ports.poll(id, start);
		finished.add(id);
		active.delete(id);
		quiet.set("listing", 0);
		quiet.remove(id);
	}
}
