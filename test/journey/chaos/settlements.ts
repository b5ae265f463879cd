import stringify from "safe-stable-stringify";
import * as z from "zod";
import type { Clients } from "../../../local/resources/clients";
import { listed } from "./apis";
import type { Fate } from "./fate";
import type { Heard } from "./heard";
import { jobQueues, startJob } from "./jobs";
import type { People } from "./people";
import { restaurants } from "./plan";
import type { Queue } from "./queues";
import type { Tables } from "./tables";

const dayLength = 24 * 60 * 60_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The days of a run: two where midnight (UTC) was in it. */
export function daysOf(started: number, ended: number): string[] {
	return [...new Set([dayOf(started), dayOf(ended)])];
}

/** Has the days settled as in the night after them: in all regions at once, and in each once more. */
export async function settleDays(
	{ clients, queues }: { clients: Clients; queues: readonly Queue[] },
	days: readonly string[],
): Promise<void> {
	for (const day of days) {
		const night = dayOf(Date.parse(day) + dayLength);
		const each = [...jobQueues(queues), ...jobQueues(queues)];
		await Promise.all(
			each.map((queue) =>
				startJob(clients, queue, "settle", `${night}T02:00:00Z`),
			),
		);
	}
}

const settlement = z.object({
	day: z.string(),
	total: z.object({ amount: z.int(), currency: z.string() }),
	orders: z.int(),
});

interface Settled extends z.infer<typeof settlement> {
	restaurantId: string;
}

/** What each restaurant is to get, by the orders that were ready. */
export function expectedSettlements(fates: readonly Fate[]): Settled[] {
	const sums = new Map<string, Settled>();
	for (const { ready, decisions, total, order } of fates) {
		const [decision] = decisions;
		if (!ready || !decision) continue;
		const { restaurantId } = order.plan.basket;
		// It is ready on the day of the last that was needed for it.
		const day = dayOf(decision.timestamp);
		const key = `${restaurantId} ${day} ${total.currency}`;
		const sum = sums.get(key);
		const amount = (sum?.total.amount ?? 0) + total.amount;
		sums.set(key, {
			...{ restaurantId, day, total: { ...total, amount } },
			orders: (sum?.orders ?? 0) + 1,
		});
	}
	return [...sums.values()];
}

/** Of the gateway's rows, the restaurants' and what these are told, in each region. */
export async function wrongSettlements(
	tables: Tables,
	people: People,
	heard: Heard,
	fates: readonly Fate[],
): Promise<string[]> {
	const expected = expectedSettlements(fates);
	const wrong = issuedOtherwise(heard, expected);
	const compare = (name: string, found: readonly Settled[]) => {
		const [is, should] = [found, expected].map(sorted);
		if (is !== should) wrong[name] = `${is}, not ${should}`;
	};
	for (const region of people.regions) {
		const rowsOf = (service: string) =>
			tables.of(service, region, "settlement").map((row) => ({
				...settlement.parse(row),
				restaurantId: row.pk,
			}));
		compare(`issued in ${region}`, rowsOf("payment"));
		compare(`kept in ${region}`, rowsOf("restaurant"));
		const told: Settled[] = [];
		for (const restaurantId of restaurants) {
			const asked = { service: "restaurant", subject: restaurantId } as const;
			const items = await listed(people, region, {
				...{ ...asked, path: "/settlements" },
			});
			for (const item of items)
				told.push({ ...settlement.parse(item), restaurantId });
		}
		compare(`told in ${region}`, told);
	}
	return Object.entries(wrong).map(([name, what]) => `${name}: ${what}`);
}

/** Each was one event. */
function issuedOtherwise(
	heard: Heard,
	expected: readonly Settled[],
): Record<string, string> {
	const events = heard.all().filter(({ type }) => type === "settlement-issued");
	return events.length === expected.length
		? {}
		: { events: `${events.length}, not ${expected.length}` };
}

function sorted(all: readonly Settled[]): string {
	const texts = all.map((one) => String(stringify(one)));
	return texts.sort().join(", ");
}

/** The days that are not settled yet: the job has a note of each period. */
export function unsettledDays(
	tables: Tables,
	days: readonly string[],
): string[] {
	return days.filter((day) =>
		tables.regions.some(
			(region) =>
				tables.row("payment", region, "job#settle", `${day}T00:00:00.000Z`)
					?.status !== "done",
		),
	);
}
