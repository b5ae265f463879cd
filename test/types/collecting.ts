import {
	collected,
	consumed,
	contract,
	emission,
	produced,
	published,
	z,
} from "../../contracts";
import { type ListenerHandlers, listener } from "../../runtime/listener";
import { type TriggerHandlers, trigger } from "../../runtime/trigger";
import { same } from "./sample";

const parcel = z.object({ parcelId: z.string() });

const who = { name: "porter", kind: "control", owner: "tests" } as const;
const rows = {
	"parcel-events": collected(),
	verdict: emission(),
	note: published({ text: z.string() }),
};
const produces = {
	"parcel-ready": produced({
		from: "verdict",
		on: ["created"],
		body: { parcel },
	}),
	"parcel-late": produced({
		from: "verdict",
		on: ["created"],
		body: { parcelId: z.string() },
	}),
	"note-taken": produced({
		from: "note",
		on: ["created"],
		body: { text: z.string() },
	}),
};
const consumes = {
	"parcel-packed": consumed({ body: { parcel } }),
	"parcel-paid": consumed({ body: { payment: z.object({ of: z.string() }) } }),
	"day-ended": consumed({ body: { day: z.string() } }),
};

const porter = contract({
	...who,
	rows,
	produces,
	consumes,
	rules: {
		send: {
			on: ["parcel-packed", "parcel-paid"],
			collects: "parcel-events",
			emits: ["parcel-ready", "parcel-late"],
			deadline: { after: "parcel-packed", seconds: 60 },
		},
		take: { on: ["day-ended"], emits: ["note-taken"] },
	},
});
type Porter = typeof porter;

contract({
	...who,
	rows,
	produces,
	consumes,
	rules: {
		send: {
			on: ["parcel-packed"],
			// @ts-expect-error there is no such row to collect in
			collects: "events",
			emits: ["parcel-ready"],
		},
	},
});

contract({
	...who,
	rows,
	produces,
	consumes,
	rules: {
		// @ts-expect-error a rule that collects says what follows
		send: { on: ["parcel-packed"], collects: "parcel-events" },
	},
});

contract({
	...who,
	rows,
	produces,
	consumes,
	rules: {
		take: {
			on: ["day-ended"],
			emits: ["note-taken"],
			// @ts-expect-error only a rule that collects has a deadline
			deadline: { after: "day-ended", seconds: 60 },
		},
	},
});

// A listener's handler gives the key of the event.
const listening: ListenerHandlers<Porter> = {
	send: (event) => {
		same<typeof event.type, "parcel-packed" | "parcel-paid">();
		return event.type === "parcel-packed"
			? event.parcel.parcelId
			: event.payment.of;
	},
	take: () => undefined,
};
listener(porter, listening);

const { take } = listening;
listener(porter, {
	take,
	// @ts-expect-error a key, not a row
	send: ({ partitionKey }) => ({ pk: partitionKey, sk: "event" }),
});
listener(porter, {
	take,
	// @ts-expect-error every event has a key
	send: () => undefined,
});

// A trigger's handler has the name of the rule, and says what follows.
const triggering: TriggerHandlers<Porter> = {
	"note-taken": ({ row }) => ({ text: row.text }),
	send: ({ key, events, due }) => {
		same<typeof key, string>();
		same<typeof due, boolean>();
		same<(typeof events)[number]["type"], "parcel-packed" | "parcel-paid">();
		const packed = events.find((event) => event.type === "parcel-packed");
		if (packed && events.length > 1) return { "parcel-ready": packed };
		return due ? { "parcel-late": { parcelId: key } } : undefined;
	},
};
trigger(porter, triggering);

// Inferred in place, too; several events, or none yet.
trigger(porter, {
	"note-taken": () => undefined,
	send: ({ key, events, due }) => ({
		"parcel-late": due ? { parcelId: key } : undefined,
		...(events.length > 1 && { "parcel-ready": { parcel: { parcelId: key } } }),
	}),
});
trigger(porter, { "note-taken": () => undefined, send: () => ({}) });

const { send, "note-taken": noteTaken } = triggering;

// @ts-expect-error the rule has no handler
trigger(porter, { "note-taken": noteTaken });

trigger(porter, {
	send,
	"note-taken": noteTaken,
	// @ts-expect-error the rule makes it, so it has no handler of its own
	"parcel-ready": () => undefined,
});

trigger(porter, {
	send,
	"note-taken": noteTaken,
	// @ts-expect-error the rule collects nothing
	take: () => undefined,
});

trigger(porter, {
	"note-taken": noteTaken,
	// @ts-expect-error the body is not the event's
	send: ({ key }) => ({ "parcel-late": { late: key } }),
});

trigger(porter, {
	"note-taken": noteTaken,
	// @ts-expect-error the rule does not emit it
	send: () => ({ "note-taken": { text: "" } }),
});

trigger(porter, {
	"note-taken": noteTaken,
	// @ts-expect-error of two events that may be there, only one has this field
	send: ({ events: [event] }) => event && { "parcel-ready": event.parcel },
});
