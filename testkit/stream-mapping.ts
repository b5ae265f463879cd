import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import type { Entry } from "../local/streams/batch";
import { compileFilters } from "../local/streams/filter";
import { step } from "../local/streams/mapping";
import type { Answer } from "../local/streams/response";
import {
	type Discard,
	emptyState,
	type Input,
	pendingCount,
	type Settings,
	type State,
} from "../local/streams/state";
import type { Ended } from "./invocation";

/** As the components set a trigger's mapping, but for the retries: a history would not last for ten. */
const settings = {
	batchSize: 100,
	batchWindowSeconds: 0,
	bisect: true,
	maximumRetryAttempts: 2,
	maximumRecordAgeSeconds: 6 * 60 * 60,
	reportBatchItemFailures: true,
};

/** A replica's stream on its way into a trigger. What it gives up is in `destination`, the records themselves as in S3. */
export class StreamMapping {
	destination: DynamoDBRecord[] = [];
	private readonly settings: Settings;
	private state: State<DynamoDBRecord> = emptyState();
	private waiting: DynamoDBRecord[] | undefined;
	private running = false;
	private read = 0;

	constructor(
		private readonly stream: readonly DynamoDBRecord[],
		filters: readonly string[],
		private readonly now: () => number,
	) {
		const accepts =
			filters.length > 0 ? compileFilters([...filters]) : () => false;
		this.settings = { ...settings, accepts };
	}

	/** Whether there is anything to be done now. */
	isDue(): boolean {
		if (this.running) return false;
		return this.read < this.stream.length || pendingCount(this.state) > 0;
	}

	/** The next batch, of so many new records where none is left of those before; undefined where no filter wanted them. */
	next(size: number): DynamoDBRecord[] | undefined {
		if (pendingCount(this.state) === 0) {
			const entries = this.stream.slice(this.read, this.read + size).map(entry);
			this.read += entries.length;
			this.take({ kind: "records", entries });
		} else if (!this.waiting) this.take({ kind: "clock" });
		const batch = this.waiting;
		this.running = batch !== undefined;
		return batch;
	}

	/** What came of the batch. */
	answer(ended: Ended<DynamoDBBatchResponse>): void {
		this.running = false;
		this.waiting = undefined;
		const answer: Answer =
			ended.kind === "answered"
				? { kind: "returned", payload: ended.value }
				: { kind: "functionError" };
		this.take({ kind: "answer", answer });
	}

	/** The records that are neither done nor given up, and those that were given up. */
	unfinished(): DynamoDBRecord[] {
		const { queue, batches } = this.state;
		const pending = [
			...batches.flatMap(({ entries }) => entries),
			...queue.map(({ entry }) => entry),
		].map(({ record }) => record);
		return [...pending, ...this.stream.slice(this.read), ...this.destination];
	}

	/** Somebody on call hands the records that were given up to the function again, outside the mapping. */
	redrive(): DynamoDBRecord[] {
		const { destination } = this;
		this.destination = [];
		return destination;
	}

	private take(input: Input<DynamoDBRecord>): void {
		// Nobody waits for a retry's time here.
		const now = Math.max(this.now(), this.state.retryAt);
		const [state, actions] = step(this.settings, this.state, input, now);
		this.state = state;
		for (const action of actions) {
			if (action.kind === "invoke")
				this.waiting = action.entries.map(({ record }) => record);
			if (action.kind === "sendToFailureDestination") this.giveUp(action);
		}
	}

	private giveUp({ entries }: Discard<DynamoDBRecord>): void {
		this.destination.push(...entries.map(({ record }) => record));
	}
}

function entry(record: DynamoDBRecord): Entry<DynamoDBRecord> {
	const { SequenceNumber = "", ApproximateCreationDateTime: seconds = 0 } =
		record.dynamodb ?? {};
	return {
		sequenceNumber: SequenceNumber,
		createdAt: seconds * 1000,
		bytes: 1,
		record,
	};
}
