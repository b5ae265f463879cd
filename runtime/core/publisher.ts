import type {
	EventBridgeClient,
	PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import { limits } from "../../contracts/limits";
import type { Envelope } from "./envelope";
import { isRetryable } from "./retryable";

/** Sends entries and says for each, in order, whether it was refused and why. */
export type PutEvents = (
	entries: PutEventsRequestEntry[],
) => Promise<{ errorCode?: string | undefined }[]>;

export interface PublisherOptions {
	put: PutEvents;
	bus: string;
	/** The service; the bus's `source`. */
	source: string;
	maxBytes?: number;
	/** Puts an event that is too large elsewhere, and gives the stub that is sent in its place. */
	checkIn: (event: Envelope, detail: string) => Promise<Envelope>;
	/** How long is left, in ms. */
	remainingTime: () => number;
	/** Waits that many ms. */
	sleep?: (ms: number) => Promise<void>;
	random?: () => number;
}

export interface PublishResult {
	/** What the bus never took, each with its reason. */
	refused: Map<Envelope, Error>;
}

/** An event of which even the stub is more than a call can carry. */
export class EventTooLarge extends Error {
	override name = "EventTooLarge";
}

/** The bus kept refusing an entry; the same may succeed later. */
export class EntryRefused extends Error {
	override name = "EntryRefused";
}

/** The bus will never take the entry: the same fails again. */
export class EntryRejected extends Error {
	override name = "EntryRejected";
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
const permanent = new Set([
	"AccessDeniedException",
	"InvalidAccountIdException",
	"InvalidArgument",
	"MalformedDetail",
	"NotAuthorizedForDetailTypeException",
	"NotAuthorizedForSourceException",
	"RedactionFailure",
]);

const attempts = 6;
const firstDelay = 50;
/** What is left of the invocation for reporting the outcome. */
const reserve = 1000;

/**
 * Publishes events in calls of at most 10 entries and `maxBytes`, concurrently: no order is promised on the bus.
 * What is larger goes through the claim check. Only refused entries are sent again, with full jitter, while there is time;
 * what stays refused is all that fails.
 */
export async function publish(
	events: readonly Envelope[],
	options: PublisherOptions,
): Promise<PublishResult> {
	const maxBytes = options.maxBytes ?? limits.putEventsBytes;
	const refused = new Map<Envelope, Error>();
	const sendable: Sendable[] = [];
	const large: Sendable[] = [];
	for (const event of events) {
		const one = toSendable(event, event, options);
		const most = event.type === "fault" ? limits.faultBytes : maxBytes;
		(one.bytes > Math.min(most, maxBytes) ? large : sendable).push(one);
	}
	const replace = async ({ event, entry: { Detail = "" } }: Sendable) => {
		try {
			const stub = await options.checkIn(event, Detail);
			const one = toSendable(event, stub, options);
			if (one.bytes > maxBytes) throw tooLarge(event, one.bytes, maxBytes);
			sendable.push(one);
		} catch (error) {
			refused.set(event, asError(error));
		}
	};
	await Promise.all(large.map(replace));
	const calls = chunks(sendable, maxBytes);
	await Promise.all(
		calls.map((call) => sendUntilTaken(call, options, refused)),
	);
	return { refused };
}

interface Sendable {
	event: Envelope;
	/** Of the event, or of its stub. */
	entry: PutEventsRequestEntry;
	bytes: number;
}

function toSendable(
	event: Envelope,
	sent: Envelope,
	options: PublisherOptions,
): Sendable {
	const entry = toEntry(sent, options);
	return { event, entry, bytes: entryBytes(entry) };
}

async function sendUntilTaken(
	call: Sendable[],
	options: PublisherOptions,
	refused: Map<Envelope, Error>,
): Promise<void> {
	const { sleep = defaultSleep, random = Math.random } = options;
	let waiting = call;
	for (let attempt = 0; ; attempt++) {
		let results: Awaited<ReturnType<PutEvents>>;
		try {
			results = await options.put(waiting.map(({ entry }) => entry));
		} catch (error) {
			if (waiting.length > 1 && !isRetryable(error)) {
				// One entry may have spoiled the call for all: each on its own.
				const alone = waiting.map((one) => [one]);
				await Promise.all(
					alone.map((one) => sendUntilTaken(one, options, refused)),
				);
				return;
			}
			// The SDK has already tried again; what it gives up on concerns the whole call.
			for (const { event } of waiting) refused.set(event, asError(error));
			return;
		}
		const again: Sendable[] = [];
		waiting.forEach((item, i) => {
			const error = refusal(results[i]);
			if (error) refused.set(item.event, error);
			else refused.delete(item.event);
			if (error instanceof EntryRefused) again.push(item);
		});
		const delay = random() * firstDelay * 2 ** attempt;
		const outOfTime = options.remainingTime() < reserve + delay;
		if (again.length === 0 || attempt + 1 >= attempts || outOfTime) return;
		waiting = again;
		await sleep(delay);
	}
}

/** What the bus says of one entry; an entry without an answer may not have been taken. */
function refusal(
	result: { errorCode?: string | undefined } | undefined,
): Error | undefined {
	if (!result) return new EntryRefused("no answer");
	const { errorCode } = result;
	if (!errorCode) return undefined;
	return permanent.has(errorCode)
		? new EntryRejected(errorCode)
		: new EntryRefused(errorCode);
}

function toEntry(
	event: Envelope,
	{ bus, source }: PublisherOptions,
): PutEventsRequestEntry {
	return {
		EventBusName: bus,
		Source: source,
		DetailType: event.type,
		Time: new Date(event.timestamp),
		Detail: JSON.stringify(event),
	};
}

/** As EventBridge counts: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export function entryBytes(entry: PutEventsRequestEntry): number {
	const utf8 = (text = "") => Buffer.byteLength(text, "utf8");
	return (
		(entry.Time ? 14 : 0) +
		utf8(entry.Source) +
		utf8(entry.DetailType) +
		utf8(entry.Detail)
	);
}

function chunks(items: readonly Sendable[], maxBytes: number): Sendable[][] {
	const result: Sendable[][] = [];
	let bytes = 0;
	for (const item of items) {
		const last = result.at(-1);
		const fits =
			last &&
			last.length < limits.putEventsEntries &&
			bytes + item.bytes <= maxBytes;
		if (fits) {
			last.push(item);
			bytes += item.bytes;
		} else {
			result.push([item]);
			bytes = item.bytes;
		}
	}
	return result;
}

function tooLarge(event: Envelope, bytes: number, maxBytes: number): Error {
	return new EventTooLarge(
		`${event.type} ${event.id}: its stub has ${bytes} bytes, over the limit of ${maxBytes}: mark fewer or shorter fields as routing`,
	);
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}

const defaultSleep = (ms: number) =>
	new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The port to the real bus; the client is loaded when the first entry is sent. */
export function putEventsOf(
	client: () => Promise<EventBridgeClient>,
): PutEvents {
	return async (entries) => {
		const { PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
		const answer = await (await client()).send(
			new PutEventsCommand({ Entries: entries }),
		);
		return (answer.Entries ?? []).map(({ ErrorCode }) => ({
			errorCode: ErrorCode,
		}));
	};
}
