import {
	cdc,
	defaultOptions,
	fromDynamodb,
	initialize,
	initializeFrom,
	toPromise,
} from "aws-lambda-stream";

/** As its templates write a trigger. */
const rules = [
	{
		id: "thing-updated",
		flavor: cdc,
		eventType: "thing-updated",
		toEvent: ({ event: { tags, raw } }) => {
			const { pk, sk, discriminator, timestamp, changeId, ...row } = raw.new;
			const { awsregion, context, ...fields } = row;
			return {
				timestamp,
				tags: { ...tags, ...context },
				thing: { thingId: pk, ...fields },
				raw: undefined,
			};
		},
	},
];

export const handler = async (event) =>
	initialize(initializeFrom(rules), defaultOptions)
		.assemble(fromDynamodb(event))
		.through(toPromise);
