import {
	type Contract,
	collected,
	consumed,
	contract,
	emission,
	produced,
	published,
	z,
} from "../../../contracts";
import { platformProblems } from "../../../contracts/platform";

const body = { order: z.object({ orderId: z.string(), note: z.string() }) };
const made = (
	from: string,
	more: Partial<Contract["produces"][string]> = {},
) => ({
	...produced({ from, on: ["created"], body }),
	...more,
});

/** Where what the packer waits for comes from. */
const shop = contract({
	name: "shop",
	kind: "bff",
	owner: "shops",
	rows: { order: published(body.order.shape) },
	produces: {
		"order-placed": produced({ from: "order", on: ["created"], body }),
		"order-paid": produced({ from: "order", on: ["updated"], body }),
	},
});

const send = {
	on: ["order-placed", "order-paid"],
	collects: "waiting",
	emits: ["order-ready", "order-late"],
	deadline: { after: "order-placed", seconds: 60 },
};

/** A sound one, and what is changed of it. */
function packer(changed: Partial<Contract> = {}): Contract {
	return {
		name: "packer",
		kind: "control",
		owner: "packers",
		rows: { waiting: collected({ expireAfter: 3600 }), verdict: emission() },
		produces: { "order-ready": made("verdict"), "order-late": made("verdict") },
		consumes: {
			"order-placed": consumed({ body }),
			"order-paid": consumed({ body }),
		},
		rules: { send },
		api: {},
		systems: {},
		webhooks: {},
		jobs: {},
		...changed,
	};
}

const rowsAnd = (rows: Contract["rows"]) => ({ ...packer().rows, ...rows });
const eventsAnd = (produces: Contract["produces"]) => ({
	...packer().produces,
	...produces,
});

test("a rule that collects is sound with rows of its own", () => {
	expect(platformProblems([shop, packer()])).toEqual([]);
});

test.each<[string, Partial<Contract>, string[]]>([
	[
		"collects in another kind of row",
		{ rules: { send: { ...send, collects: "verdict" } } },
		[
			'packer: the rule "send" collects "verdict", which is emission: declare it as `collected()`',
			'packer: no rule uses the collected events "waiting": add the rule, or drop the row',
		],
	],
	[
		"collects in no row",
		{ rules: { send: { ...send, collects: "heap" } } },
		[
			'packer: the rule "send" collects "heap", which is not in the contract: declare it as `collected()`',
			'packer: no rule uses the collected events "waiting": add the rule, or drop the row',
		],
	],
	[
		"collects where another one does",
		{
			rows: rowsAnd({ fate: emission() }),
			produces: eventsAnd({ "order-checked": made("fate") }),
			rules: { send, track: { ...send, emits: ["order-checked"] } },
		},
		[
			'packer: the rule "send" and "track" collect the same row "waiting": one row has one writer, give each rule a row of its own',
		],
	],
	[
		"decides where another one does",
		{
			rows: rowsAnd({ heap: collected({ expireAfter: 3600 }) }),
			rules: { send, track: { ...send, collects: "heap" } },
		},
		[
			'packer: the rule "send" and "track" decide into the same row: give each rule an `emission()` of its own',
		],
	],
	[
		"decides into two rows",
		{
			rows: rowsAnd({ fate: emission() }),
			produces: eventsAnd({ "order-late": made("fate") }),
		},
		[
			'packer: the rule "send" decides into the rows "verdict" and "fate": what is decided at once is one row, make all its events from it',
		],
	],
	[
		"decides into a published row",
		{
			rows: rowsAnd({ parcel: published({}) }),
			produces: eventsAnd({ "order-late": made("parcel") }),
		},
		[
			'packer: the rule "send" emits order-late from the row "parcel", which is published: what it decides is made from an `emission()`',
		],
	],
	[
		"emits what is not produced",
		{ rules: { send: { ...send, emits: [...send.emits, "order-lost"] } } },
		[
			'packer: the rule "send" emits order-lost, which the service does not produce: add it to what it produces',
		],
	],
	[
		"emits sensitive fields",
		{
			produces: eventsAnd({
				"order-late": made("verdict", { sensitive: ["order.note"] }),
			}),
		},
		[
			'packer: the rule "send" emits order-late, whose body has sensitive fields: what is decided is kept as it is, leave them out',
		],
	],
	[
		"emits on other changes",
		{
			produces: eventsAnd({
				"order-late": made("verdict", { on: ["updated"] }),
			}),
		},
		[
			'packer: order-late is made of what a rule decides, which is once: `on` must be ["created"], without `when`',
		],
	],
	[
		"has the name of an event",
		{ rules: { "order-ready": send } },
		[
			'packer: the rule "order-ready" has the name of an event: its handler could not be told from the event\'s, rename the rule',
		],
	],
	[
		"has a deadline after what it does not collect",
		{
			rules: {
				send: { ...send, deadline: { after: "order-lost", seconds: 60 } },
			},
		},
		[
			'packer: the rule "send" has a deadline after order-lost, which it does not collect: name one of order-placed, order-paid',
		],
	],
	[
		"has a deadline of no time",
		{
			rules: {
				send: { ...send, deadline: { after: "order-placed", seconds: 0.5 } },
			},
		},
		[
			'packer: the rule "send" has a deadline of 0.5 s: it must be a whole number of seconds above 0',
		],
	],
	[
		"has a deadline when nothing is left",
		{
			rules: {
				send: { ...send, deadline: { after: "order-placed", seconds: 3600 } },
			},
		},
		[
			'packer: the rule "send" has a deadline of 3600 s, when its events have expired after 3600 s: let them live longer',
		],
	],
	[
		"has an emission that nobody decides into",
		{
			rows: rowsAnd({ fate: emission() }),
			produces: eventsAnd({ "order-checked": made("fate") }),
		},
		[
			'packer: no rule uses the emission "fate": add the rule, or drop the row',
			"packer: order-checked is made of what a rule decides, but no rule emits it: name it in the rule's `emits`, or drop the event",
		],
	],
])("a rule that %s is refused with a sentence", (_, changed, problems) => {
	expect(platformProblems([shop, packer(changed)])).toEqual(problems);
});

test("an ordinary rule cannot emit what another one decides", () => {
	const changed = {
		rules: { send, tell: { on: ["order-paid"], emits: ["order-late"] } },
	};
	expect(platformProblems([shop, packer(changed)])).toEqual([
		'packer: the rule "tell" emits order-late, which is made of what a rule decides: make it from a published row, or let the rule collect its events',
	]);
});

test("a rule that collects cannot read what is encrypted: it would be kept as it is", () => {
	const secret = contract({
		...shop,
		rows: {
			order: published(body.order.shape, { sensitive: ["note"] }),
		},
		produces: {
			...shop.produces,
			"order-placed": produced({
				...shop.produces["order-placed"],
				sensitive: ["order.note"],
			}),
			"order-paid": produced({
				...shop.produces["order-paid"],
				sensitive: ["order.note"],
			}),
		},
	});
	const changed = {
		consumes: {
			...packer().consumes,
			"order-placed": consumed({ body, decrypts: ["order.note"] }),
			"order-paid": consumed({
				body: { order: z.object({ orderId: z.string() }) },
			}),
		},
	};
	expect(platformProblems([secret, packer(changed)])).toEqual([
		'packer: the rule "send" collects order-placed, of which the service decrypts fields: they would be kept as they are, read them by a rule that materializes',
	]);
});

test("nobody's event has the name that schedules use", () => {
	const changed = {
		produces: eventsAnd({ "deadline-passed": made("verdict") }),
		rules: { send: { ...send, emits: [...send.emits, "deadline-passed"] } },
	};
	expect(platformProblems([shop, packer(changed)])).toEqual([
		'packer: the event "deadline-passed" is reserved for what schedules tell: rename it',
	]);
});

test("a loop of events through a rule that collects needs a reason", () => {
	const back = contract({
		...shop,
		consumes: { "order-late": consumed({ body }) },
		rules: { again: { on: ["order-late"], emits: ["order-placed"] } },
	});
	expect(platformProblems([back, packer()])).toEqual([
		expect.stringContaining("events cause each other without end"),
	]);
	const sure = { rules: { send: { ...send, loop: "an order is late once" } } };
	expect(platformProblems([back, packer(sure)])).toEqual([]);
});
