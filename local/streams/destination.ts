import { randomUUID } from "node:crypto";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { StreamEventRecord } from "./event";
import { type FailureSource, failureKey, invocationRecord } from "./failure";
import type { Discard } from "./state";

/** Puts discarded records into the failure bucket; returns where they are. */
export async function sendToBucket(
	client: S3Client,
	bucket: string,
	discard: Discard<StreamEventRecord>,
	source: FailureSource,
	abortSignal: AbortSignal,
): Promise<string> {
	const now = new Date();
	const key = failureKey(source, now, randomUUID());
	await client.send(
		new PutObjectCommand({
			Bucket: bucket,
			Key: key,
			Body: JSON.stringify(invocationRecord(discard, source, now)),
			ContentType: "application/json",
		}),
		{ abortSignal },
	);
	return `s3://${bucket}/${key}`;
}
