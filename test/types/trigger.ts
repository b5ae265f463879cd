import { type TriggerHandlers, trigger } from "../../runtime/trigger";
import { type Sample, same, sample } from "./sample";

const handlers: TriggerHandlers<Sample> = {
	"task-created": ({ row, old, kind }) => {
		same<typeof row.title, string>();
		same<typeof row.timestamp, number>();
		same<typeof kind, "created" | "updated" | "deleted" | "undeleted">();
		return old ? undefined : { task: { title: row.title } };
	},
	"bill-created": ({ row: { cents } }) => ({ bill: { cents } }),
};
trigger(sample, handlers);

// Inferred in place, too; a body may say more than its schema, which strips it.
trigger(sample, {
	"task-created": ({ row }) => ({ task: row }),
	"bill-created": ({ row }) => ({ bill: row }),
});

const { "task-created": taskCreated, "bill-created": billCreated } = handlers;

// @ts-expect-error the event bill-created has no handler
trigger(sample, { "task-created": taskCreated });

trigger(sample, {
	"task-created": taskCreated,
	"bill-created": billCreated,
	// @ts-expect-error the contract produces no such event
	"bill-paid": billCreated,
});

trigger(sample, {
	"task-created": taskCreated,
	// @ts-expect-error the body is not the event's
	"bill-created": ({ row: { cents } }) => ({ invoice: { cents } }),
});

trigger(sample, {
	"task-created": taskCreated,
	// @ts-expect-error the body's field is of another type
	"bill-created": ({ row: { cents } }) => ({ bill: { cents: String(cents) } }),
});

trigger(sample, {
	"task-created": taskCreated,
	// @ts-expect-error the event is made from a bill, which has no title
	"bill-created": ({ row }) => ({ bill: { cents: row.title.length } }),
});
