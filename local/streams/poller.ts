// Runs one event source mapping of a DynamoDB stream against the emulator.
import { createBell } from "./bell";
import { createClients, createPersist } from "./connection";
import { sendToBucket } from "./destination";
import { type StreamEventRecord, toEntry } from "./event";
import { errorText, invoke } from "./invoke";
import { followShards } from "./lineage";
import { checkUpdate, type PollerOptions, toSettings } from "./options";
import { createQuiet } from "./quiet";
import { createReader, listShards, type StartingPosition } from "./reader";
import type { Answer } from "./response";
import { pollShard } from "./shard";
import type { Discard } from "./state";
import { createTrouble, messageOf, type Trouble } from "./trouble";

export interface Poller {
	/** Applies from the next batch or retry on; the starting position is of no more use. */
	update(options: PollerOptions): void;
	/** Ends quietly, without waiting for a running function; what it had not answered is not resolved. */
	stop(): Promise<void>;
	/** Resolves when everything written before the call is done or discarded (or the poller is stopped). */
	idle(): Promise<void>;
}

export function startPoller(initial: PollerOptions): Poller {
	const { id, streamArn, region } = initial;
	let options = initial;
	let settings = toSettings(initial);
	const say = (line: string) => options.log(`mapping ${id}: ${line}`);
	const clients = createClients(initial.endpoint, region);
	const abort = new AbortController();
	const bell = createBell();
	const quiet = createQuiet();
	const persist = createPersist(say, bell, abort.signal);
	const running = followShards({
		startingPosition: initial.startingPosition,
		isStopped: () => abort.signal.aborted,
		bell,
		quiet,
		list: () =>
			persist(() => listShards(clients.streams, streamArn, abort.signal)),
		poll,
	});

	return {
		update(next) {
			checkUpdate(options, next);
			settings = toSettings(next);
			options = next;
			bell.ring();
		},
		async stop() {
			abort.abort();
			bell.ring();
			await running;
			for (const client of Object.values(clients)) client.destroy();
		},
		idle() {
			const wait = quiet.wait();
			bell.ring();
			return wait;
		},
	};

	function poll(shardId: string, start: StartingPosition): Promise<void> {
		const read = createReader(
			clients.streams,
			streamArn,
			shardId,
			start,
			abort.signal,
		);
		const trouble = createTrouble(say, "the function");
		return pollShard({
			settings: () => settings,
			isStopped: () => abort.signal.aborted,
			now: Date.now,
			bell,
			tick: quiet.tick,
			onRound: (tick, isQuiet) => quiet.set(shardId, isQuiet ? tick : 0),
			async read() {
				const page = await persist(read);
				const now = Date.now();
				return {
					entries: (page?.records ?? []).map((record) =>
						toEntry(record, { streamArn, region }, now),
					),
					isClosed: page?.closed ?? false,
				};
			},
			invoke: (records) => callFunction(records, trouble),
			discard: (discard) => sendToDestination(shardId, discard),
		});
	}

	async function callFunction(
		records: StreamEventRecord[],
		trouble: Trouble,
	): Promise<Answer> {
		const { functionName } = options;
		try {
			const { signal } = abort;
			const answer = await invoke(
				clients.lambda,
				functionName,
				records,
				signal,
			);
			if (answer.kind === "returned") trouble.over();
			else trouble.report(`${functionName}: ${errorText(answer.payload)}`);
			return answer;
		} catch (error) {
			if (!abort.signal.aborted) {
				trouble.report(`${functionName}: ${messageOf(error)}`);
			}
			return { kind: "notInvoked" };
		}
	}

	async function sendToDestination(
		shardId: string,
		discard: Discard<StreamEventRecord>,
	): Promise<void> {
		const { onFailureBucket: bucket, functionName } = options;
		const count = discard.entries.length;
		const what = `${count} record${count === 1 ? "" : "s"} for ${functionName} (${discard.reason})`;
		if (!bucket) return say(`dropped ${what}`);
		const source = { mappingId: id, functionName, region, streamArn, shardId };
		const place = await persist(() =>
			sendToBucket(clients.s3, bucket, discard, source, abort.signal),
		);
		if (place) say(`sent ${what} to ${place}`);
	}
}
