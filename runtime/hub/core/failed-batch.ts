import * as z from "zod";
import { hashValue } from "../../core/hash";
import { type Failed, withoutStack } from "./dead-letter";

/** A stream's function failed of it, or it became too old meanwhile. */
class StreamGaveUp extends Error {
	override name = "StreamGaveUp";
}

const batch = z.object({ Records: z.array(z.looseObject({})).min(1) });

/** In the bucket the event is JSON within JSON. */
const payload = z.union([
	batch,
	z
		.string()
		.transform((text, { addIssue }) => {
			try {
				return JSON.parse(text) as unknown;
			} catch {
				addIssue("it is no JSON");
				return z.NEVER;
			}
		})
		.pipe(batch),
]);

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
const invocationRecord = z.object({
	requestContext: z.object({
		functionArn: z.string(),
		condition: z.string(),
		approximateInvokeCount: z.optional(z.number()),
	}),
	responseContext: z.nullish(
		z.object({ functionError: z.nullish(z.string()) }),
	),
	payload,
});

/** What Lambda put into the bucket: the records of a stream that it gave up, each a failure of its own. */
export function failedBatch(text: string): Failed[] {
	const { requestContext, responseContext, payload } = invocationRecord.parse(
		JSON.parse(text),
	);
	const { functionArn, condition, approximateInvokeCount } = requestContext;
	const [, functionName = functionArn] =
		/:function:([^:]+)/.exec(functionArn) ?? [];
	const answer = responseContext?.functionError ?? "it reported the record";
	return payload.Records.map((record) => ({
		functionName,
		error: withoutStack(
			new StreamGaveUp(
				`${condition} after ${approximateInvokeCount ?? "some"} invocations, the last answer: ${answer}; why is in the function's log`,
			),
		),
		record,
		attempt: hashValue(record),
	}));
}
