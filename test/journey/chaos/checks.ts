import stringify from "safe-stable-stringify";
import type { Platform } from "../../../local/platform";
import type { Clients } from "../../../local/resources/clients";
import { Faults } from "../../../ops/faults/faults";
import type { Steps } from "../steps";
import { wrongAnswers, wrongLists } from "./apis";
import type { Crowd } from "./crowd";
import { wrongEvents } from "./events";
import { wrongFaults } from "./faults";
import type { Heard } from "./heard";
import type { People } from "./people";
import type { Reasons } from "./reasons";
import { stackOf } from "./settle";
import { Tables } from "./tables";
import { views } from "./views";

/** What must be true once everything has come to rest. */
export async function checkAll(
	{
		platform,
		clients,
		people,
		crowd,
		heard,
		reasons,
	}: {
		platform: Platform;
		clients: Clients;
		people: People;
		crowd: Crowd;
		heard: Heard;
		reasons: Reasons;
	},
	steps: Steps,
): Promise<void> {
	const { orders, surprises } = crowd;
	const tables = await Tables.read(clients, platform);
	const faults = await new Faults(stackOf(platform)).list({ status: "any" });
	const everywhere = (check: (region: string) => string[]) =>
		none(
			people.regions.flatMap((region) =>
				check(region).map((problem) => `${region}: ${problem}`),
			),
		);

	await steps.step(
		`all ${orders.length} orders got an answer, and nobody one that is wrong`,
		async () => {
			if (orders.length !== crowd.made)
				throw new Error(`${crowd.made - orders.length} got none`);
			none([...surprises, ...orders.flatMap(({ wrong }) => wrong)]);
		},
	);
	await steps.step(
		"no request failed of anything but what was injected",
		async () => none([...reasons.unexplained]),
	);
	await steps.step(
		"each Idempotency-Key is one order, and no other is there",
		async () => everywhere((region) => strangers(tables, region, crowd)),
	);
	for (const [service, wrong] of Object.entries(views))
		await steps.step(
			`every order is in its one right state for ${service}`,
			async () =>
				everywhere((region) =>
					orders.flatMap((order) => wrong(tables, region, order)),
				),
		);
	await steps.step("so say the APIs", async () =>
		none(await wrongAnswers(people, orders)),
	);
	await steps.step("every list has each order once", async () =>
		none(await wrongLists(people, orders)),
	);
	await steps.step(
		"customers read the menus that restaurants wrote",
		async () => everywhere((region) => wrongMenus(tables, region)),
	);
	await steps.step(
		`all ${tables.size(people.regions[0] ?? "")} rows are the same in ${people.regions.join(" and ")}`,
		async () => none(tables.differences()),
	);
	await steps.step(
		`each change was one event with one id (${heard.all().length}, heard ${heard.times} times)`,
		async () => none(wrongEvents(heard, orders)),
	);
	await steps.step(
		`all ${faults.length} faults are explained and settled`,
		async () => none(wrongFaults(faults)),
	);
}

/** Orders that nobody was told of, or two of one key. */
function strangers(tables: Tables, region: string, { orders }: Crowd) {
	const known = new Map(orders.map(({ orderId, plan }) => [orderId, plan.key]));
	const there = tables.of("customer", region, "order").map(({ pk }) => pk);
	const twice = known.size - new Set(known.values()).size;
	return [
		...there.filter((id) => !known.has(id)).map((id) => `nobody knows ${id}`),
		...(there.length < known.size
			? [`${known.size - there.length} orders are lost`]
			: []),
		...(twice > 0 || known.size < orders.length
			? [`${orders.length} orders have ${known.size} ids`]
			: []),
	];
}

function wrongMenus(tables: Tables, region: string): string[] {
	const [written, read] = ["restaurant", "customer"].map((service) =>
		tables
			.of(service, region, "menu-item")
			.map(({ pk, sk, name, price, timestamp }) =>
				String(stringify({ pk, sk, name, price, timestamp })),
			),
	);
	return [...(written ?? [])]
		.filter((item) => !read?.includes(item))
		.map((item) => `customers do not read ${item}`);
}

/** Fails with the first few. */
function none(problems: readonly string[]): void {
	if (problems.length === 0) return;
	const shown = problems.slice(0, 3).join("\n  ");
	throw new Error(`${problems.length} wrong:\n  ${shown}`);
}
