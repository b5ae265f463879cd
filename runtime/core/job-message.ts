import type { SQSRecord } from "aws-lambda";
import * as z from "zod";
import { parse } from "./validation";

/** What a schedule sends, or people on call. */
const jobMessage = z.object({
	job: z.string(),
	/** ISO 8601; the scheduler puts it in the place of its placeholder. */
	scheduledTime: z.optional(z.string()),
	/** Seconds by which this region's schedule is later than the contract says. */
	delay: z.optional(z.int().check(z.nonnegative())),
	/** Of retry-calls: the one intent whose call failed, to be opened again. */
	intent: z.optional(
		z.object({ rule: z.string(), pk: z.string(), sk: z.string() }),
	),
});

export type JobMessage = Omit<
	z.infer<typeof jobMessage>,
	"scheduledTime" | "delay"
> & {
	/** Ms; when the job was due by the contract. */
	due: number;
};

/** A message of the job's queue. Where nobody has put in the time, it is when the message was sent. */
export function readJobMessage({ body, attributes }: SQSRecord): JobMessage {
	const message = parse(jobMessage, JSON.parse(body), "the job's message");
	const { scheduledTime = "", delay = 0, ...rest } = message;
	const scheduled = Date.parse(scheduledTime);
	const sent = Number(attributes?.SentTimestamp);
	const time = Number.isNaN(scheduled) ? sent : scheduled;
	if (Number.isNaN(time))
		throw new Error(`${message.job}: the message says no time`);
	return { ...rest, due: time - delay * 1000 };
}

/** The same as a message again: its time does not depend on when it is sent. */
export function jobMessageOf({ due, ...rest }: JobMessage): { body: string } {
	const scheduledTime = new Date(due).toISOString();
	return { body: JSON.stringify({ ...rest, scheduledTime }) };
}
