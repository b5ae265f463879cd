import * as zod from "zod";
import { type Contract, internal, materialized, z } from "../../../contracts";
import { misusedCall } from "../../../contracts/checks/calls";
import { illegalGateways } from "../../../contracts/checks/gateway";
import { platformProblems } from "../../../contracts/platform";
import { gateway } from "../../fixtures/contracts";

const broken = (more: Partial<Contract>): Contract => ({ ...gateway, ...more });
const rule = gateway.rules.charge;
const hook = gateway.webhooks["POST /webhooks/processor"];

test("a sound gateway has no problems", () => {
	expect(illegalGateways(gateway)).toEqual([]);
	expect(misusedCall(gateway, "charge", rule)).toEqual([]);
});

describe("a rule that calls is refused", () => {
	const charge = gateway.rows.charge;
	test.each<[string, Partial<Contract>, Partial<typeof rule>, string[]]>([
		[
			"of a system that is not declared",
			{ systems: {} },
			{},
			[
				'gateway: the rule "charge" calls "processor", which is no system of the contract: declare it in `systems`',
			],
		],
		[
			"whose intent is published",
			{ rows: { ...gateway.rows, charge: gateway.rows.paid } },
			{},
			[
				'gateway: the rule "charge" intends "charge", which is published: the intent to call is an internal row',
			],
		],
		[
			"whose intent is not declared",
			{ rows: {} },
			{},
			[
				'gateway: the rule "charge" intends "charge", which is not in the contract: the intent to call is an internal row',
			],
		],
		[
			"whose intent has the field of the runtime's note",
			{ rows: { ...gateway.rows, charge: internal({ call: z.string() }) } },
			{},
			[
				'gateway: the rule "charge" intends "charge", whose field "call" is where the runtime notes what became of the call: rename it',
			],
		],
		[
			"that shares its intent with another one",
			{
				rows: { ...gateway.rows, charge },
				rules: { charge: rule, void: rule },
			},
			{},
			[
				'gateway: the rule "charge" and "void" intend the same row "charge": one row has one writer, give each rule a row of its own',
			],
		],
	])("%s", (_, more, changed, problems) => {
		const contract = broken(more);
		expect(misusedCall(contract, "charge", { ...rule, ...changed })).toEqual(
			problems,
		);
		// It is asked for what it says when the program starts.
		expect(platformProblems([contract])).toEqual(
			expect.arrayContaining(problems),
		);
	});
});

describe("systems, webhooks and jobs are refused", () => {
	const systems = (of: Contract["systems"]) => ({
		systems: { ...gateway.systems, ...of },
	});
	const webhooks = (key: string, of: Partial<typeof hook> = {}) => ({
		webhooks: { ...gateway.webhooks, [key]: { ...hook, ...of } },
	});
	const jobs = (
		name: string,
		schedule: Contract["jobs"][string]["schedule"],
	) => ({
		jobs: { [name]: { summary: "", schedule } },
	});
	test.each<[string, Partial<Contract>, string[]]>([
		[
			"of a service that is no gateway",
			{ kind: "bff" },
			[
				'gateway: a bff service has the external system "processor": only a gateway (esg) reaches outside, make it one',
			],
		],
		[
			"by a system's name",
			{
				...systems({ Bank: gateway.systems.auditor }),
				...webhooks("POST /b", { from: "Bank" as never }),
			},
			['gateway: the system "Bank" must be named in lower case with hyphens'],
		],
		[
			"by a name that a secret has",
			{
				...systems({ "bank-webhook": gateway.systems.auditor }),
				...webhooks("POST /b", { from: "bank-webhook" as never }),
			},
			[
				'gateway: the system "bank-webhook" has the name of the secret that signs another\'s webhooks: rename it',
			],
		],
		[
			"by a timeout that a listener does not have",
			systems({ auditor: { summary: "", timeout: 11 } }),
			[
				'gateway: the system "auditor" has a timeout of 11 s: it must be above 0 and at most 10',
			],
		],
		[
			"by no timeout",
			systems({ auditor: { summary: "", timeout: 0 } }),
			[
				'gateway: the system "auditor" has a timeout of 0 s: it must be above 0 and at most 10',
			],
		],
		[
			"where nothing uses a system",
			systems({ idle: { summary: "" } }),
			[
				'gateway: the system "idle" is neither called nor heard: add a rule that calls it or a webhook, or drop it',
			],
		],
		[
			"by a webhook's method",
			webhooks("PUT /b"),
			[
				'gateway: the webhook "PUT /b" must be "POST /path", without parameters',
			],
		],
		[
			"by a webhook's parameter",
			webhooks("POST /b/{id}"),
			[
				'gateway: the webhook "POST /b/{id}" must be "POST /path", without parameters',
			],
		],
		[
			"where a webhook is from nobody",
			webhooks("POST /b", { from: "bank" as never }),
			[
				'gateway: the webhook "POST /b" is from "bank", which is no system of the contract: declare it in `systems`',
			],
		],
		[
			"where a webhook writes what is unknown",
			webhooks("POST /b", { writes: ["gone"] as never }),
			[
				'gateway: the webhook "POST /b" writes "gone", which is not in the contract: it writes published or internal rows',
			],
		],
		[
			"where a webhook writes what a rule intends",
			webhooks("POST /b", { writes: ["charge"] as never }),
			[
				'gateway: the webhook "POST /b" writes "charge", which the rule "charge" intends: what becomes of a call is noted there, give the webhook a row of its own',
			],
		],
		[
			"where a webhook writes nothing",
			webhooks("POST /b", { writes: [] }),
			[
				'gateway: the webhook "POST /b" writes nothing: what it accepts would be lost, name its rows',
			],
		],
		[
			"by a time that no clock shows",
			jobs("settle", { daily: "24:00" }),
			[
				'gateway: the job "settle" is daily at "24:00": it must be a time such as "02:30", in UTC',
			],
		],
		[
			"by a minute that no hour has",
			jobs("settle", { hourly: 60 }),
			[
				'gateway: the job "settle" is hourly at minute 60: it must be a whole number from 0 to 59',
			],
		],
	])("%s", (_, more, problems) => {
		expect(illegalGateways(broken(more))).toEqual(problems);
	});

	test("where a webhook writes a view", () => {
		const rows = { ...gateway.rows, view: materialized({}) };
		const contract = broken({
			rows,
			...webhooks("POST /b", { writes: ["view"] as never }),
		});
		expect(illegalGateways(contract)).toEqual([
			'gateway: the webhook "POST /b" writes "view", which is materialized: it writes published or internal rows',
		]);
	});

	test("where a webhook is a route, too", () => {
		const contract = broken({
			api: { "POST /webhooks/processor": {} as never },
		});
		expect(illegalGateways(contract)).toEqual([
			'gateway: the webhook "POST /webhooks/processor" is a route of the API, too: rename one of the two',
		]);
	});

	test("by a webhook's body that cannot be checked", () => {
		const body = z.object({ at: zod.date() as never });
		const [problem, ...others] = illegalGateways(
			broken(webhooks("POST /b", { body: body as never })),
		);
		expect(problem).toMatch(/^gateway: the webhook "POST \/b": at: /);
		expect(others).toEqual([]);
	});
});
