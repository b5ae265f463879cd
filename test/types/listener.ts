import {
	type EventOf,
	type ListenerHandlers,
	listener,
} from "../../runtime/listener";
import { type Sample, same, sample } from "./sample";

const key = { pk: "a", sk: "b" };
type Handlers = ListenerHandlers<Sample>;

// An event has its own literal type, the envelope and just the fields that the contract asks for.
same<EventOf<Sample, "hour-passed">["type"], "hour-passed">();
same<EventOf<Sample, "hour-passed">["hour"], number>();
same<EventOf<Sample, "hour-passed">["timestamp"], number>();

const handlers: Handlers = {
	"keep-people": (event) => {
		if (event.type === "person-left") {
			same<typeof event.leaver, { at: string }>();
			return { ...key, deleted: true };
		}
		same<typeof event.person, { email: string }>();
		return [{ ...key, email: event.person.email }];
	},
	"bill-hours": ({ hour }) =>
		hour === 0 ? undefined : { name: "bill", row: { ...key, cents: hour } },
};
listener(sample, handlers);

// Inferred in place, too.
listener(sample, {
	"keep-people": (event) => {
		same<typeof event.type, "person-moved" | "person-left">();
		return undefined;
	},
	"bill-hours": ({ hour }) => ({ name: "bill", row: { ...key, cents: hour } }),
});

const { "keep-people": keepPeople, "bill-hours": billHours } = handlers;

// @ts-expect-error the rule bill-hours has no handler
listener(sample, { "keep-people": keepPeople });

listener(sample, {
	"keep-people": keepPeople,
	"bill-hours": billHours,
	// @ts-expect-error the contract has no such rule
	"bill-days": billHours,
});

listener(sample, {
	"bill-hours": billHours,
	// @ts-expect-error a view has all fields of its row
	"keep-people": () => ({ ...key }),
});

listener(sample, {
	"bill-hours": billHours,
	// @ts-expect-error a view's fields are of its row's types
	"keep-people": () => ({ ...key, email: 7 }),
});

listener(sample, {
	"bill-hours": billHours,
	// @ts-expect-error a view has its key
	"keep-people": () => ({ pk: "a", email: "x" }),
});

listener(sample, {
	"bill-hours": billHours,
	// @ts-expect-error of two events that may come, only one has this field
	"keep-people": ({ person }) => ({ ...key, email: person.email }),
});

const task = {
	name: "task",
	row: { ...key, title: "x", done: false },
} as const;
listener(sample, {
	"keep-people": keepPeople,
	// @ts-expect-error the rule emits bill-created, which no change of a task becomes
	"bill-hours": () => task,
});

listener(sample, {
	"keep-people": keepPeople,
	// @ts-expect-error an emitted row has all its fields
	"bill-hours": () => ({ name: "bill", row: key }),
});

listener(sample, {
	"keep-people": keepPeople,
	// @ts-expect-error a rule that emits gives named rows, not views
	"bill-hours": ({ hour }) => ({ ...key, cents: hour }),
});
