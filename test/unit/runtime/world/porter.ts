import {
	collected,
	consumed,
	contract,
	emission,
	materialized,
	produced,
	published,
	z,
} from "../../../../contracts";
import type { Environment } from "../../../../runtime/core/environment";
import { type ListenerHandlers, listener } from "../../../../runtime/listener";
import { type TriggerHandlers, trigger } from "../../../../runtime/trigger";
import { FakeDynamo } from "../../../../testkit/dynamo/fake-dynamo";
import {
	envelope,
	lambdaContext,
	message,
	noon,
	streamRecord,
} from "../../../../testkit/records";
import { world } from "./world";

const parcel = z.object({ parcelId: z.string(), weight: z.int().optional() });

/** Sends a parcel once it is packed and paid, in whatever order; after a minute without payment it is late. */
export const porter = contract({
	name: "porter",
	kind: "control",
	owner: "porters",
	rows: {
		waiting: collected({ expireAfter: 3600 }),
		verdict: emission(),
		known: materialized({ weight: z.int() }),
		note: published({ text: z.string() }),
	},
	produces: {
		"parcel-sent": produced({
			from: "verdict",
			on: ["created"],
			body: { parcel: z.object({ parcelId: z.string() }) },
			routing: ["parcel.parcelId"],
		}),
		"bill-requested": produced({
			from: "verdict",
			on: ["created"],
			body: { weight: z.int().min(0) },
		}),
		"parcel-delayed": produced({
			from: "verdict",
			on: ["created"],
			body: { parcel: z.object({ parcelId: z.string() }) },
		}),
		"note-taken": produced({
			from: "note",
			on: ["created"],
			body: { text: z.string() },
		}),
	},
	consumes: {
		"parcel-packed": consumed({ body: { parcel } }),
		"parcel-paid": consumed({ body: { parcel } }),
	},
	rules: {
		send: {
			on: ["parcel-packed", "parcel-paid"],
			collects: "waiting",
			emits: ["parcel-sent", "bill-requested", "parcel-delayed"],
			deadline: { after: "parcel-packed", seconds: 60 },
		},
		weigh: { on: ["parcel-packed"], materializes: "known" },
	},
});
export type Porter = typeof porter;

const listening: ListenerHandlers<Porter> = {
	send: ({ parcel }) => parcel.parcelId,
	weigh: ({ parcel: { parcelId, weight = 0 } }) => ({
		...{ pk: parcelId, sk: "known" },
		weight,
	}),
};

const deciding: TriggerHandlers<Porter> = {
	"note-taken": ({ row: { text } }) => ({ text }),
	send: ({ key, events, due }) => {
		const packed = events.find((event) => event.type === "parcel-packed");
		const paid = events.some((event) => event.type === "parcel-paid");
		const parcel = { parcelId: key };
		if (packed && paid)
			return {
				"parcel-sent": { parcel },
				"bill-requested": { weight: packed.parcel.weight ?? 0 },
			};
		return due ? { "parcel-delayed": { parcel } } : undefined;
	},
};

export const deadlines = {
	group: "porter-group",
	role: "arn:aws:iam::123456789012:role/scheduler",
	queue: "arn:aws:sqs:us-east-1:123456789012:porter-listener",
	deadLetters: "arn:aws:sqs:us-east-1:123456789012:porter-dead-letters",
};

const sent = (type: string, fields: object = {}) =>
	envelope({
		id: type,
		type,
		partitionKey: "p-1",
		parcel: { parcelId: "p-1", weight: 3 },
		...fields,
	});
export const packed = (fields: object = {}) => sent("parcel-packed", fields);
export const paid = (fields: object = {}) =>
	sent("parcel-paid", { timestamp: noon + 5, ...fields });

/** The porter's listener and trigger of one region; what they write comes out of the table's stream. */
export function porterWorld({
	listens = {},
	decides = {},
	region = "us-east-1",
	...environment
}: {
	listens?: Partial<ListenerHandlers<Porter>>;
	decides?: Partial<TriggerHandlers<Porter>>;
	region?: string;
} & Partial<Environment> = {}) {
	const table = new FakeDynamo();
	const all = world({
		region,
		table,
		environment: { service: "porter", deadlines, ...environment },
	});
	const { ports } = all;
	const lambda = lambdaContext({ remaining: 0, region });
	const hears = listener(porter, { ...listening, ...listens }, { ports });
	const publishes = trigger(porter, { ...deciding, ...decides }, ports);
	let read = 0;
	return {
		...all,
		hear: (bodies: object[], rule?: string) =>
			hears({ Records: bodies.map(message), ...(rule && { rule }) }, lambda),
		/** The records of what was written since this was last asked. */
		newRecords: () => {
			const writes = table.writes.slice(read);
			read = table.writes.length;
			return writes.map((write) => streamRecord(write));
		},
		publish: (Records: ReturnType<typeof streamRecord>[], rule?: string) =>
			publishes({ Records, ...(rule && { rule }) }, lambda),
		emissions: () =>
			table.rows().filter(({ discriminator }) => discriminator === "verdict"),
		collected: () =>
			table.rows().filter(({ discriminator }) => discriminator === "waiting"),
	};
}
