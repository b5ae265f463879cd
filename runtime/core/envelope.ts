import * as z from "zod";

const tagsSchema = z.looseObject({
	account: z.optional(z.string()),
	region: z.optional(z.string()),
	stage: z.optional(z.string()),
	source: z.optional(z.string()),
	function: z.optional(z.string()),
	rule: z.optional(z.string()),
	hops: z.optional(z.int().check(z.nonnegative())),
	causationId: z.optional(z.string()),
	correlationId: z.optional(z.string()),
	traceparent: z.optional(z.string()),
});

/** Where the content of an event is that was too large for the bus. */
const claimSchema = z.object({
	bucket: z.string(),
	key: z.string(),
	// It becomes part of a host's name.
	region: z.string().check(z.regex(/^[a-z]+(-[a-z]+)+-\d$/)),
});

/** What every event has, whatever its type; it is EventBridge's `detail`. */
export const envelopeSchema = z.looseObject({
	id: z.string().check(z.minLength(1)),
	type: z.string().check(z.minLength(1)),
	/** The write's time in ms. */
	timestamp: z.int(),
	partitionKey: z.string(),
	tags: tagsSchema,
	s3: z.optional(claimSchema),
});

export type Claim = z.infer<typeof claimSchema>;
export type Tags = z.infer<typeof tagsSchema>;
export type Envelope = z.infer<typeof envelopeSchema>;

/** The fields of the envelope, apart from a body that says more. */
export type Header = Pick<
	Envelope,
	"id" | "type" | "timestamp" | "partitionKey" | "tags"
>;
