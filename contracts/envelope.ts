/** Names in an event that are the envelope's own; a body cannot have them. */
export const envelopeFields = [
	"id",
	"type",
	"timestamp",
	"partitionKey",
	"tags",
	"triggers",
	"s3",
	"fault",
] as const;

/** Names in a row that the repository stamps; a row's own fields cannot have them. */
export const stampFields = [
	"pk",
	"sk",
	"discriminator",
	"data",
	"timestamp",
	"changeId",
	"eventId",
	"repaired",
	"awsregion",
	"context",
	"deleted",
	"ttl",
] as const;

/** The type of the message with which a schedule tells a rule that collects that its deadline has passed; it is never on a bus. */
export const deadlinePassed = "deadline-passed";
