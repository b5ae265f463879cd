// The AWS clients of a poller, and its patience with the emulator behind them.
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { backoff } from "./backoff";
import type { Bell } from "./bell";
import { createTrouble, messageOf } from "./trouble";

export function createClients(endpoint: string, region: string) {
	const config = {
		endpoint,
		region,
		credentials: { accessKeyId: "test", secretAccessKey: "test" }, // the emulator takes any
		maxAttempts: 1, // repeated by persist() and by the mapping's own rules
	};
	return {
		streams: new DynamoDBStreamsClient(config),
		lambda: new LambdaClient(config),
		s3: new S3Client({ ...config, forcePathStyle: true }),
	};
}

/** Repeats work until it succeeds. Undefined only if it was aborted; errors after that are not told. */
export type Persist = <T>(work: () => Promise<T>) => Promise<T | undefined>;

export function createPersist(
	log: (line: string) => void,
	bell: Bell,
	signal: AbortSignal,
): Persist {
	const trouble = createTrouble(log, "the emulator");
	return async (work) => {
		for (let attempt = 1; !signal.aborted; attempt += 1) {
			try {
				const result = await work();
				trouble.over();
				return result;
			} catch (error) {
				if (signal.aborted) return undefined;
				trouble.report(messageOf(error));
				await bell.wait(backoff(attempt));
			}
		}
		return undefined;
	};
}
