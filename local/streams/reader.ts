import {
	type _Record,
	DescribeStreamCommand,
	type DynamoDBStreamsClient,
	ExpiredIteratorException,
	GetRecordsCommand,
	GetShardIteratorCommand,
	TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { Shard } from "./shards";

export type StartingPosition = "TRIM_HORIZON" | "LATEST";

export interface Page {
	records: _Record[];
	/** The shard's last record has been read. */
	closed: boolean;
}

export async function listShards(
	client: DynamoDBStreamsClient,
	streamArn: string,
	abortSignal: AbortSignal,
): Promise<Shard[]> {
	const shards: Shard[] = [];
	let after: string | undefined;
	do {
		const { StreamDescription: page } = await client.send(
			new DescribeStreamCommand({
				StreamArn: streamArn,
				ExclusiveStartShardId: after,
			}),
			{ abortSignal },
		);
		for (const { ShardId: id, ParentShardId: parent } of page?.Shards ?? []) {
			if (id) shards.push({ id, parent });
		}
		after = page?.LastEvaluatedShardId;
	} while (after);
	return shards;
}

/** Reads a shard page by page; each call continues where the last one ended. */
export function createReader(
	client: DynamoDBStreamsClient,
	streamArn: string,
	shardId: string,
	start: StartingPosition,
	abortSignal: AbortSignal,
): () => Promise<Page> {
	let position: { type: StartingPosition } | { after: string } = {
		type: start,
	};
	let iterator: string | undefined;

	return async function read(): Promise<Page> {
		try {
			iterator ??= await iteratorAt();
			const page = await client.send(
				new GetRecordsCommand({ ShardIterator: iterator }),
				{ abortSignal },
			);
			const records = page.Records ?? [];
			const last = records.at(-1)?.dynamodb?.SequenceNumber;
			if (last) position = { after: last };
			iterator = page.NextShardIterator;
			return { records, closed: iterator === undefined };
		} catch (error) {
			const isTrimmed = error instanceof TrimmedDataAccessException;
			if (!isTrimmed && !(error instanceof ExpiredIteratorException)) {
				throw error;
			}
			// An iterator lives for 15 minutes; what is trimmed is older than all that is left.
			iterator = undefined;
			if (isTrimmed) position = { type: "TRIM_HORIZON" };
			return read();
		}
	};

	async function iteratorAt(): Promise<string | undefined> {
		const { ShardIterator } = await client.send(
			new GetShardIteratorCommand({
				StreamArn: streamArn,
				ShardId: shardId,
				...("after" in position
					? {
							ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
							SequenceNumber: position.after,
						}
					: { ShardIteratorType: position.type }),
			}),
			{ abortSignal },
		);
		return ShardIterator;
	}
}
