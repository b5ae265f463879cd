import {
	defaultOptions,
	fromSqsEvent,
	initialize,
	initializeFrom,
	materialize,
	timestampCondition,
	toPromise,
	updateExpression,
} from "aws-lambda-stream";

const toUpdateRequest = ({ event }) => {
	const { thingId, ...fields } = event.thing;
	const { correlationId, hops, traceparent } = event.tags;
	return {
		Key: { pk: thingId, sk: "thing" },
		...updateExpression({
			...fields,
			discriminator: "view",
			timestamp: event.timestamp,
			eventId: event.id,
			awsregion: process.env.AWS_REGION,
			context: {
				correlationId,
				causationId: event.id,
				hops: hops + 1,
				traceparent,
			},
		}),
		...timestampCondition(),
	};
};

/** As its templates write a listener. */
const rules = [
	{
		id: "thing-updated",
		flavor: materialize,
		eventType: "thing-updated",
		toUpdateRequest,
	},
];

/** `parallel`: how many updates are under way at once; 4 by its default. */
export const listenerOf = (parallel) => async (event) =>
	initialize(initializeFrom(rules), { ...defaultOptions, parallel })
		.assemble(fromSqsEvent(event))
		.through(toPromise);

export const handler = listenerOf();
