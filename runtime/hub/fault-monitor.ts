import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { limits } from "../../contracts/limits";
import { documentClient } from "../core/clients";
import { absent, unchangedSince } from "../core/conditions";
import { envelopeSchema } from "../core/envelope";
import { joined } from "../core/joined";
import type { Row } from "../core/rows";
import { Store } from "../core/store";
import { log } from "../core/telemetry";
import { parse } from "../core/validation";
import { Retryable } from "../errors";
import {
	afterAttempt,
	type FaultRow,
	faultKey,
	type ReceivedFault,
} from "./core/fault-row";

const faultSchema = envelopeSchema.extend({
	fault: z.object({
		error: z.looseObject({ name: z.string(), message: z.string() }),
		rule: z.string(),
		function: z.string(),
		attempt: z.string(),
		record: z.optional(z.unknown()),
	}),
});

/** How often two attempts at one fault may meet before the later one comes back to the queue. */
const tries = 5;

/** Keeps every fault of the region in one table: the same failure again raises the attempts of the one that is there. */
export async function handler({
	Records,
}: SQSEvent): Promise<SQSBatchResponse> {
	const results = await Promise.allSettled(Records.map(keep));
	const failures = Records.filter((_, i) => results[i]?.status === "rejected");
	for (const result of results)
		if (result.status === "rejected")
			log().error("fault not kept", { error: result.reason });
	log().info("faults", { kept: Records.length - failures.length });
	return {
		batchItemFailures: failures.map(({ messageId }) => ({
			itemIdentifier: messageId,
		})),
	};
}

async function keep({ body }: SQSRecord): Promise<void> {
	const event = parse(faultSchema, JSON.parse(body), "the fault");
	const { TABLE_NAME = "", AWS_REGION = "" } = process.env;
	const store = new Store(documentClient(), TABLE_NAME);
	for (let attempt = 0; attempt < tries; attempt++) {
		const current = await store.get(faultKey(event.id));
		// Only this function and the commands of `ops` write this key.
		const before = current as FaultRow | undefined;
		const row = { ...afterAttempt(before, event, AWS_REGION) };
		const refused = await store.putAll([
			{ row: counted(event, AWS_REGION), condition: absent },
			{ row, condition: unchangedSince(current) },
		]);
		const [alreadyCounted] = refused ?? [];
		if (!refused || alreadyCounted) return;
	}
	throw new Retryable(`the fault ${event.id} changes all the time`);
}

/** An attempt counts once, however often the queue delivers it or the archive replays it. */
function counted(
	{ id, timestamp, fault }: ReceivedFault,
	awsregion: string,
): Row {
	return {
		pk: id,
		sk: joined("attempt", fault.attempt),
		discriminator: "attempt",
		timestamp,
		awsregion,
		ttl: Math.ceil(Date.now() / 1000) + limits.handledEvents,
	};
}
