import {
	type ConsumedBody,
	consumed,
	contract,
	type Fields,
	internal,
	materialized,
	type ProducedBody,
	produced,
	published,
	route,
	z,
} from "../../contracts";
import type { PathParameters } from "../../contracts/route";
import { type Sample, same } from "./sample";

same<Fields<Sample, "task">, { title: string; done: boolean }>();
same<ProducedBody<Sample, "task-created">, { task: { title: string } }>();
same<ConsumedBody<Sample, "person-left">, { leaver: { at: string } }>();
same<PathParameters<"PUT /a/{b}/c/{d}">, "b" | "d">();
same<PathParameters<"GET /a">, never>();

const who = { name: "x", kind: "bff", owner: "tests" } as const;
const rows = {
	task: published({}),
	view: materialized({}),
	note: internal({}),
};
const consumes = { "task-done": consumed({ body: {} }) };
const produces = {
	"task-made": produced({ from: "task", on: ["created"], body: {} }),
};

contract({ ...who, rows });

contract({
	...who,
	// @ts-expect-error externals are not contracts: see external()
	kind: "external",
	rows,
});

contract({
	...who,
	rows,
	consumes,
	// @ts-expect-error the rule's event is not consumed
	rules: { keep: { on: ["task-lost"], materializes: "view" } },
});

contract({
	...who,
	rows,
	consumes,
	// @ts-expect-error there is no such row to materialize
	rules: { keep: { on: ["task-done"], materializes: "views" } },
});

contract({
	...who,
	rows,
	consumes,
	produces,
	// @ts-expect-error the emitted event is not produced
	rules: { answer: { on: ["task-done"], emits: ["task-lost"] } },
});

contract({
	...who,
	rows,
	consumes,
	produces,
	rules: {
		// @ts-expect-error a rule that materializes does nothing else
		both: { on: ["task-done"], materializes: "view", emits: ["task-made"] },
	},
});

contract({
	...who,
	rows,
	consumes,
	rules: {
		// @ts-expect-error a view ends every loop: there is nothing to give a reason for
		keep: { on: ["task-done"], materializes: "view", loop: "it ends" },
	},
});

contract({
	...who,
	rows,
	produces: {
		// @ts-expect-error the event is made from a row that the contract does not have
		"task-made": produced({ from: "tasks", on: ["created"], body: {} }),
	},
});

produced({
	from: "task",
	// @ts-expect-error there is no such change
	on: ["removed"],
	body: {},
});

route({
	summary: "A task",
	scopes: [],
	body: z.object({ title: z.string() }),
	// @ts-expect-error the example is not what the body's schema accepts
	example: { body: { name: "Sweep" } },
});
