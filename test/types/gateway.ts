import {
	consumed,
	contract,
	internal,
	job as jobOf,
	materialized,
	produced,
	published,
	system,
	webhook as webhookOf,
	z,
} from "../../contracts";
import type { Entities } from "../../runtime/entities";
import { type JobPage, job } from "../../runtime/job";
import { listener } from "../../runtime/listener";
import { webhook } from "../../runtime/webhook";
import { same, sample } from "./sample";

const gateway = contract({
	name: "gateway",
	kind: "esg",
	owner: "tests",
	rows: {
		paid: published({ orderId: z.string(), cents: z.int() }),
		seen: internal({ text: z.string() }),
		charge: internal({ cents: z.int() }),
		sale: materialized({ cents: z.int() }),
	},
	produces: {
		"order-paid": produced({
			from: "paid",
			on: ["created"],
			body: { orderId: z.string() },
		}),
	},
	consumes: {
		"order-made": consumed({ body: { order: z.object({ cents: z.int() }) } }),
	},
	rules: {
		charge: { on: ["order-made"], calls: "bank", intends: "charge" },
		"keep-sales": { on: ["order-made"], materializes: "sale" },
	},
	systems: { bank: system({ summary: "The bank" }) },
	webhooks: {
		"POST /bank": webhookOf({
			summary: "Paid",
			from: "bank",
			body: z.object({ orderId: z.string(), cents: z.int() }),
			writes: ["paid"],
		}),
		"POST /both": webhookOf({
			summary: "Both",
			from: "bank",
			body: z.object({ text: z.string() }),
			writes: ["paid", "seen"],
		}),
	},
	jobs: {
		settle: jobOf({ summary: "Settle", schedule: { daily: "02:00" } }),
		sweep: jobOf({ summary: "Sweep", schedule: { hourly: 5 } }),
	},
});
type Gateway = typeof gateway;

const key = { pk: "a", sk: "b" };
const sales = { "keep-sales": () => undefined };

// A rule that calls gives intents; its connector gets the row as it is stored, and the system.
const calls = {
	charge: async () => {},
};
listener(
	gateway,
	{ ...sales, charge: ({ order }) => ({ ...key, cents: order.cents }) },
	{
		calls: {
			charge: async (intent, bank) => {
				same<typeof intent.cents, number>();
				same<typeof intent.timestamp, number>();
				const answer = bank.send({ method: "POST", path: "/charges" });
				same<typeof answer, Promise<unknown>>();
			},
		},
	},
);
listener(gateway, { ...sales, charge: () => [] }, { calls });
listener(gateway, { ...sales, charge: () => undefined }, { calls });

listener(
	gateway,
	{
		...sales,
		// @ts-expect-error an intent has all fields of its row
		charge: () => key,
	},
	{ calls },
);

listener(
	gateway,
	{
		...sales,
		// @ts-expect-error what an intent is listed by is the runtime's
		charge: () => ({ ...key, cents: 1, data: "x" }),
	},
	{ calls },
);

// @ts-expect-error the connector is missing
listener(gateway, { ...sales, charge: () => undefined });

listener(
	gateway,
	{ ...sales, charge: () => undefined },
	{
		// @ts-expect-error a rule that calls has a connector
		calls: {},
	},
);

listener(
	sample,
	{ "keep-people": () => undefined, "bill-hours": () => undefined },
	// @ts-expect-error nothing in the contract calls
	{ calls },
);

webhook(gateway, {
	"POST /bank": ({ id, timestamp, body }) => {
		same<typeof id, string>();
		same<typeof timestamp, number>();
		return { name: "paid", row: { ...key, ...body } };
	},
	"POST /both": ({ body: { text } }) => [
		{ name: "seen", row: { ...key, text } },
		{ name: "paid", row: { ...key, orderId: text, cents: 1 } },
	],
});

webhook(gateway, {
	"POST /both": () => undefined,
	// @ts-expect-error the webhook does not write that row
	"POST /bank": () => ({ name: "seen", row: { ...key, text: "x" } }),
});

webhook(gateway, {
	"POST /both": () => undefined,
	// @ts-expect-error a row has all its fields
	"POST /bank": () => ({ name: "paid", row: { ...key, cents: 1 } }),
});

// @ts-expect-error a webhook has a handler
webhook(gateway, { "POST /bank": () => undefined });

/** Compiled, never called. */
export async function commands(entities: Entities<Gateway>): Promise<void> {
	await entities.put("seen", { ...key, text: "x" });
	const charge = await entities.get("charge", key);
	charge?.cents.toFixed();
	// @ts-expect-error an intent is written by its rule alone
	await entities.put("charge", { ...key, cents: 1 });
	// @ts-expect-error an intent is written by its rule alone
	await entities.create("charge", { ...key, cents: 1 });
	// @ts-expect-error an intent is written by its rule alone
	await entities.update("charge", key, () => ({ cents: 1 }));
	// @ts-expect-error an intent is written by its rule alone
	await entities.remove("charge", key);
}

// A page's state is what its handler says it is; rows are named.
interface Cursor {
	cursor: string;
}
const sweep = async () => ({});
job(
	gateway,
	{
		settle: async ({ period, state, entities }: JobPage<Gateway, Cursor>) => {
			same<typeof period.from, string>();
			same<typeof state, Cursor | undefined>();
			const { items, cursor } = await entities.list("sale", {
				dataPrefix: period.from.slice(0, 10),
			});
			same<(typeof items)[number]["cents"], number>();
			return {
				rows: [{ name: "paid", row: { ...key, orderId: "a", cents: 1 } }],
				...(cursor && { state: { cursor } }),
			};
		},
		sweep,
	},
	{ calls },
);

// Without a state, in place.
job(
	gateway,
	{
		settle: async ({ period }) => ({
			rows: [{ name: "seen", row: { ...key, text: period.to } }],
		}),
		sweep,
	},
	{ calls },
);

job(
	gateway,
	{
		sweep,
		// @ts-expect-error a view is its listener's
		settle: async () => ({
			rows: [{ name: "sale", row: { ...key, cents: 1 } }],
		}),
	},
	{ calls },
);

job(
	gateway,
	{
		sweep,
		// @ts-expect-error an intent is its rule's
		settle: async () => ({
			rows: [{ name: "charge", row: { ...key, cents: 1 } }],
		}),
	},
	{ calls },
);

job(
	gateway,
	{
		sweep,
		// @ts-expect-error the state that a page leaves is the one that it reads
		settle: async (_: JobPage<Gateway, Cursor>) => ({ state: { cursor: 1 } }),
	},
	{ calls },
);

job(
	gateway,
	{
		sweep,
		settle: async ({ entities }) => {
			// @ts-expect-error a page only reads
			await entities.put("seen", { ...key, text: "x" });
			return {};
		},
	},
	{ calls },
);

// @ts-expect-error a job has a handler
job(gateway, { sweep }, { calls });

job(
	gateway,
	{
		settle: sweep,
		sweep,
		// @ts-expect-error the contract has no such job
		swap: sweep,
	},
	{ calls },
);

// @ts-expect-error the connector is missing
job(gateway, { settle: sweep, sweep });
