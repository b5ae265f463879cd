// What the failure destination gets: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
import type { Entry } from "./batch";
import type { StreamEventRecord } from "./event";
import type { Discard } from "./state";

export interface FailureSource {
	mappingId: string;
	/** Name or ARN. */
	functionName: string;
	region: string;
	streamArn: string;
	shardId: string;
}

/** The invocation record of discarded records, with them in it, as Lambda writes it to S3. */
export function invocationRecord(
	discard: Discard<StreamEventRecord>,
	source: FailureSource,
	now: Date,
) {
	const { entries, invocations, reason, response } = discard;
	const [first] = entries;
	const last = entries.at(-1);
	return {
		requestContext: {
			requestId: response?.requestId,
			functionArn: functionArn(source),
			condition: reason,
			approximateInvokeCount: invocations,
		},
		responseContext: response && {
			statusCode: response.statusCode,
			executedVersion: response.executedVersion,
			functionError: response.functionError,
		},
		version: "1.0",
		timestamp: now.toISOString(),
		DDBStreamBatchInfo: {
			shardId: source.shardId,
			startSequenceNumber: first?.sequenceNumber,
			endSequenceNumber: last?.sequenceNumber,
			approximateArrivalOfFirstRecord: arrival(first),
			approximateArrivalOfLastRecord: arrival(last),
			batchSize: entries.length,
			streamArn: source.streamArn,
		},
		// A string in which the event is JSON again, as in the object that Lambda writes.
		payload: JSON.stringify({ Records: entries.map(({ record }) => record) }),
	};
}

/** aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid> */
export function failureKey(
	source: FailureSource,
	now: Date,
	uuid: string,
): string {
	const [date = "", time = ""] = now.toISOString().slice(0, 19).split("T");
	const day = date.replaceAll("-", "/");
	const moment = `${date}T${time.replaceAll(":", ".")}`;
	return `aws/lambda/${source.mappingId}/${source.shardId}/${day}/${moment}-${uuid}`;
}

function arrival(entry?: Entry<StreamEventRecord>): string | undefined {
	return entry && `${new Date(entry.createdAt).toISOString().slice(0, 19)}Z`;
}

function functionArn({ functionName, region, streamArn }: FailureSource) {
	if (functionName.startsWith("arn:")) return functionName;
	const account = streamArn.split(":")[4];
	return `arn:aws:lambda:${region}:${account}:function:${functionName}`;
}
