import { pick } from "../../contracts/field-path";
import { limits } from "../../contracts/limits";
import { type Claim, type Envelope, envelopeSchema } from "./envelope";
import type { ObjectStore } from "./objects";
import { parse } from "./validation";

/** What a stub of a fault keeps beside the envelope: all but the record. */
export const faultRouting = [
	"fault.error",
	"fault.rule",
	"fault.function",
	"fault.attempt",
];

/** An event's content expired, or somebody deleted it. */
export class ContentGone extends Error {
	override name = "ContentGone";
}

/** A stub points at what is not its own content. */
export class ForeignContent extends Error {
	override name = "ForeignContent";
}

/** Where an event's content goes: the same whoever puts it there, and however often. */
export function claimKey({ id, timestamp }: Envelope): string {
	const [year, month, day, hour] = new Date(timestamp)
		.toISOString()
		.split(/[-T:]/);
	return `claims/${year}/${month}/${day}/${hour}/${id}`;
}

/** Puts the whole event into the bucket, and gives the stub that goes to the bus in its place. */
export async function checkIn(
	event: Envelope,
	detail: string,
	{
		objects,
		routing,
		...place
	}: {
		objects: ObjectStore;
		bucket: string;
		region: string;
		/** The paths of what the stub keeps of the body. */
		routing: readonly string[];
	},
): Promise<Envelope> {
	const s3 = { ...place, key: claimKey(event) };
	await objects.put(s3, detail);
	return stubOf(event, routing, s3);
}

function stubOf(
	event: Envelope,
	routing: readonly string[],
	s3: Claim,
): Envelope {
	const { id, type, timestamp, partitionKey, tags, triggers } = event;
	return {
		...{ id, type, timestamp, partitionKey, tags },
		...(triggers !== undefined && { triggers }),
		...pick(event, routing),
		s3,
	};
}

/** The event with its whole body: of a stub, from the bucket and region that it names. */
export async function redeemed(
	event: Envelope,
	objects: ObjectStore,
): Promise<Envelope> {
	const { id, type, s3 } = event;
	if (!s3) return event;
	const place = `${s3.key} in the bucket ${s3.bucket} of ${s3.region}`;
	const content = await objects.get(s3);
	if (content === undefined)
		throw new ContentGone(
			`the content of ${type} ${id} is gone: there is no ${place}, where it stays for ${limits.claims / (24 * 60 * 60)} days`,
		);
	const whole = parse(envelopeSchema, JSON.parse(content), place);
	if (whole.id !== id)
		throw new ForeignContent(
			`${place} is the content of event ${whole.id}, not of ${type} ${id}`,
		);
	return whole;
}
