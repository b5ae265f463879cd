// Reads one shard and carries out what its state machine says.
import type { Entry } from "./batch";
import type { Bell } from "./bell";
import type { StreamEventRecord } from "./event";
import { step } from "./mapping";
import type { Answer } from "./response";
import {
	type Action,
	type Discard,
	emptyState,
	type Input,
	pendingCount,
	type Settings,
} from "./state";

const shortestPauseMs = 15; // while there is work
const longestPauseMs = 200; // Lambda itself reads about four times a second

export interface ShardPorts {
	/** The settings of now: a mapping may be updated between two steps. */
	settings(): Settings;
	isStopped(): boolean;
	now(): number;
	bell: Bell;
	/** Reading and discarding are repeated inside until they succeed or the poller is stopped. */
	read(): Promise<{ entries: Entry<StreamEventRecord>[]; isClosed: boolean }>;
	discard(discard: Discard<StreamEventRecord>): Promise<void>;
	invoke(records: StreamEventRecord[]): Promise<Answer>;
	/** Taken before reading, and given back with whether there was nothing to do. */
	tick(): number;
	onRound(tick: number, isQuiet: boolean): void;
}

/** Returns when the shard is closed and all of its records are resolved, or the poller is stopped. */
export async function pollShard(ports: ShardPorts): Promise<void> {
	let state = emptyState<StreamEventRecord>();
	let isClosed = false;
	let pause = shortestPauseMs;

	while (!ports.isStopped()) {
		const tick = ports.tick();
		const reads = hasRoom();
		const entries = reads ? await read() : [];
		const pendingBefore = pendingCount(state);
		const waitMs = await take(
			entries.length > 0 ? { kind: "records", entries } : { kind: "clock" },
		);
		const pending = pendingCount(state);
		if (isClosed && pending === 0) return;

		const isQuiet = entries.length === 0 && pending === 0;
		ports.onRound(tick, reads && isQuiet);
		const hasMoved = entries.length > 0 || pending !== pendingBefore;
		pause = hasMoved ? shortestPauseMs : Math.min(pause * 1.5, longestPauseMs);
		await ports.bell.wait(hasRoom() ? Math.min(pause, waitMs) : waitMs);
	}

	// Nothing is read ahead of what a batch needs, so a blocked shard holds little memory.
	function hasRoom(): boolean {
		return !isClosed && pendingCount(state) < ports.settings().batchSize;
	}

	async function read(): Promise<Entry<StreamEventRecord>[]> {
		const page = await ports.read();
		isClosed = page.isClosed;
		return page.entries;
	}

	// Carries out the actions and those that follow from them; returns the ms until the machine wants to be asked again.
	async function take(input: Input<StreamEventRecord>): Promise<number> {
		let waitMs = Number.POSITIVE_INFINITY;
		const actions = advance(input);
		for (const action of actions) {
			if (ports.isStopped()) break;
			if (action.kind === "wait") waitMs = action.ms;
			if (action.kind === "sendToFailureDestination") {
				await ports.discard(action);
			}
			if (action.kind === "invoke") {
				const answer = await ports.invoke(
					action.entries.map(({ record }) => record),
				);
				actions.push(...advance({ kind: "answer", answer }));
			}
			// A checkpoint is kept nowhere: the emulator's streams do not outlive it either.
		}
		return waitMs;
	}

	function advance(
		input: Input<StreamEventRecord>,
	): Action<StreamEventRecord>[] {
		const [next, actions] = step(ports.settings(), state, input, ports.now());
		state = next;
		return actions;
	}
}
