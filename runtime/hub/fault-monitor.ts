import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../core/clients";
import { envelopeSchema } from "../core/envelope";
import { log } from "../core/telemetry";
import { parse } from "../core/validation";

const faultSchema = envelopeSchema.extend({
	fault: z.object({
		error: z.looseObject({ name: z.string(), message: z.string() }),
		rule: z.string(),
		function: z.string(),
		attempt: z.string(),
		record: z.unknown(),
	}),
});

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
	const { fault, ...event } = parse(faultSchema, JSON.parse(body), "the fault");
	const { source = "unknown" } = event.tags;
	const time = new Date(event.timestamp).toISOString();
	const set = {
		discriminator: "fault",
		data: `${source}#${time}`,
		source,
		rule: fault.rule,
		function: fault.function,
		error: fault.error,
		record: fault.record,
		tags: event.tags,
		lastSeen: event.timestamp,
	};
	const names = Object.keys(set);
	try {
		await documentClient().send(
			new UpdateCommand({
				TableName: process.env.TABLE_NAME,
				Key: { pk: event.id, sk: "fault" },
				// The queue delivers more than once: an attempt counts once.
				ConditionExpression: "NOT contains(attemptIds, :attempt)",
				UpdateExpression: `SET ${names.map((n) => `#${n} = :${n}`).join(", ")}, #firstSeen = if_not_exists(#firstSeen, :lastSeen) ADD attempts :one, attemptIds :attempts`,
				ExpressionAttributeNames: Object.fromEntries(
					[...names, "firstSeen"].map((n) => [`#${n}`, n]),
				),
				ExpressionAttributeValues: {
					...Object.fromEntries(
						Object.entries(set).map(([n, value]) => [`:${n}`, value]),
					),
					":one": 1,
					":attempt": fault.attempt,
					":attempts": new Set([fault.attempt]),
				},
			}),
		);
	} catch (error) {
		if (!(error instanceof ConditionalCheckFailedException)) throw error;
	}
}
