import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { StreamEventRecord } from "./event";
import type { Answer } from "./response";

/** Runs the function with records, and waits for its answer. Throws if the function could not be invoked. */
export async function invoke(
	client: LambdaClient,
	functionName: string,
	records: StreamEventRecord[],
	abortSignal: AbortSignal,
): Promise<Exclude<Answer, { kind: "notInvoked" }>> {
	const result = await client.send(
		new InvokeCommand({
			FunctionName: functionName,
			Payload: JSON.stringify({ Records: records }),
		}),
		{ abortSignal },
	);
	const response = {
		requestId: result.$metadata.requestId,
		statusCode: result.StatusCode,
		executedVersion: result.ExecutedVersion,
		functionError: result.FunctionError,
	};
	const payload = parse(Buffer.from(result.Payload ?? []).toString());
	return result.FunctionError
		? { kind: "functionError", payload, response }
		: { kind: "returned", payload, response };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** What a function that threw says about it. */
export function errorText(payload: unknown): string {
	return typeof payload === "object" &&
		payload !== null &&
		"errorMessage" in payload
		? String(payload.errorMessage)
		: "function error";
}
