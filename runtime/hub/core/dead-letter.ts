import type { SQSRecord } from "aws-lambda";
import * as z from "zod";
import { functionOf } from "../../../contracts/function-name";
import { type Envelope, envelopeSchema } from "../../core/envelope";

/** Something that came to nothing in some function, and why. */
export interface Failed {
	functionName: string;
	error: Error;
	event?: Envelope;
	/** As the function would get it. */
	record: object;
	/** The same for the same failure, however often it is drained. */
	attempt: string;
}

/** It came into the queue, and its function failed of it too often. */
class ReceivedTooOften extends Error {
	override name = "ReceivedTooOften";
}

/** It never came into the queue. */
class NotDelivered extends Error {
	override name = "NotDelivered";
}

/** What the bus puts aside is the whole event; what the queue puts aside is what the target's path made of it: the detail. */
const eventOfBus = z.object({ "detail-type": z.string(), detail: z.unknown() });

/**
 * A message of a subscription's dead-letter queue, which its queue put there or the bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadLetter(message: SQSRecord): Failed {
	const { eventSourceARN, messageId, body } = message;
	const queue = eventSourceARN.split(":").at(-1) ?? "";
	const functionName = functionOf(queue);
	if (!functionName)
		throw new Error(`${queue} is nobody's queue of dead letters`);
	const json = parsed(body);
	const ofBus = eventOfBus.safeParse(json);
	const detail = ofBus.success ? ofBus.data.detail : json;
	const event = envelopeSchema.safeParse(detail).data;
	return {
		functionName,
		error: ofBus.success ? notDelivered(message) : receivedTooOften(message),
		...(event && { event }),
		record: { body: ofBus.success ? JSON.stringify(detail) : body },
		attempt: messageId,
	};
}

function receivedTooOften({ attributes }: SQSRecord): Error {
	return withoutStack(
		new ReceivedTooOften(
			`the function failed of it until the queue gave up; sent at ${timeOf(attributes.SentTimestamp)}; why is in the function's log`,
		),
	);
}

function notDelivered({ messageAttributes }: SQSRecord): Error {
	const { ERROR_CODE, ERROR_MESSAGE, RULE_ARN } = messageAttributes;
	const code = ERROR_CODE?.stringValue ?? "unknown reason";
	const message = ERROR_MESSAGE?.stringValue ?? "no message";
	const rule = RULE_ARN?.stringValue ?? "the rule";
	return withoutStack(
		new NotDelivered(
			`the bus could not deliver it by ${rule}: ${code}: ${message}`,
		),
	);
}

function timeOf(sentTimestamp: string): string {
	return new Date(Number(sentTimestamp)).toISOString();
}

/** It would be the drain's own. */
export function withoutStack(error: Error): Error {
	delete error.stack;
	return error;
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
