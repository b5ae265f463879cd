const day = 24 * 60 * 60;

/** How long an event may be on its way: in the archive before a replay, in a queue, put aside, and then as a fault. */
const archive = 30 * day;
const queue = 14 * day;
const deadLetters = 14 * day;
const mending = 30 * day;
const longestWay = archive + queue + deadLetters + mending;

/** Numbers that the components set and the runtime relies on, or that AWS sets. Times in seconds, sizes in bytes. */
export const limits = {
	/**
	 * PutEvents: 1 MiB for all entries of a call. AWS raised it from 256 KiB in January 2026; whether it holds per entry or
	 * per request is not documented alike everywhere, so it is counted per request, which is right for both.
	 */
	putEventsBytes: 1024 * 1024,
	/** As far down as it may be set: what stays of a fault whose record is elsewhere must fit. */
	leastPutEventsBytes: 32 * 1024,
	/** A larger fault leaves its record in the claim check: a row of DynamoDB holds 400 KB, where a record may take more room than in JSON. */
	faultBytes: 256 * 1024,
	/** PutEvents: entries of a call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
	putEventsEntries: 10,
	/** SQS: the largest message, once the queue is told so. */
	queueMessageBytes: 1024 * 1024,
	/** EventBridge: detail-type. */
	eventTypeBytes: 128,
	/** EventBridge: a rule's pattern, in characters. */
	eventPatternLength: 2048,
	/** Lambda: a filter of an event source mapping, in characters. */
	mappingFilterLength: 4096,
	/** A request's body. An item of DynamoDB holds 400 KB, so nothing useful is larger. */
	requestBodyBytes: 256 * 1024,
	/** A chain of events that causes itself is cut here: SQS, stream and bus have no common loop detection. */
	hops: 16,
	/** How long the archive keeps events for a replay. */
	archive,
	/** How long a queue keeps messages whose function does not take them: the maximum of SQS. */
	queue,
	/** How long a dead-letter queue keeps messages: the maximum of SQS. */
	deadLetters,
	/** How long there is to find, mend and run again what failed. */
	mending,
	/** Content in the claim check: as long as its event may still come. */
	claims: longestWay,
	/** A tombstone outlives whatever could bring an older event back, by 14 days. */
	tombstone: longestWay + 14 * day,
	/** That an event was handled is remembered for longer than it could come again. */
	handledEvents: longestWay + 15 * day,
	/** How long a repeat with the same Idempotency-Key gets the first answer. */
	idempotencyKeys: 1 * day,
	/** How long a change that was asked for with a key is known to be made: longer than the key, whose last try may run on. */
	notedChanges: 2 * day,
} as const;
