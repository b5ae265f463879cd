import type { Platform } from "../../../local/platform";
import type { Processor } from "../../../local/processor/processor";
import type { Clients } from "../../../local/resources/clients";
import { Faults } from "../../../ops/faults/faults";
import type { Steps } from "../steps";
import { wrongAnswers, wrongLists } from "./apis";
import { openings, wrongBreakers, wrongCalls } from "./calls";
import type { Crowd } from "./crowd";
import { deadlinesAhead } from "./deadlines";
import { wrongDecisions } from "./decisions";
import { wrongEvents } from "./events";
import { customerStatus, fatesOf } from "./fate";
import { wrongFaults } from "./faults";
import type { Heard } from "./heard";
import { wrongMenus } from "./menus";
import { sumsOf, wrongMoney } from "./money";
import { stackOf } from "./on-call";
import type { People } from "./people";
import type { Post } from "./post";
import { brokenPromises } from "./promises";
import type { Reasons } from "./reasons";
import { unsettledDays, wrongSettlements } from "./settlements";
import { strangers, wrongWebhooks } from "./strangers";
import { Tables } from "./tables";
import { views } from "./views";

export interface World {
	platform: Platform;
	processor: Processor;
	clients: Clients;
	people: People;
	crowd: Crowd;
	post: Post;
	heard: Heard;
	reasons: Reasons;
	/** That were settled. */
	days: readonly string[];
}

/** What must be true once everything has come to rest; gives how often each status came up. */
export async function checkAll(
	{ platform, clients, people, crowd, post, heard, ...world }: World,
	steps: Steps,
): Promise<string[]> {
	const { orders, surprises } = crowd;
	const { regions } = people;
	const tables = await Tables.read(clients, platform);
	const books = world.processor.books();
	const fates = fatesOf(tables, orders, books);
	const faults = await new Faults(stackOf(platform)).list({ status: "any" });
	const everywhere = (check: (region: string) => string[]) =>
		none(
			regions.flatMap((region) =>
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
		async () => none([...world.reasons.unexplained]),
	);
	await steps.step(
		"each Idempotency-Key is one order, and no other is there",
		async () => everywhere((region) => strangers(tables, region, crowd)),
	);
	await steps.step("what people were told is so", async () =>
		none(fates.flatMap(brokenPromises)),
	);
	await steps.step(
		"each order was decided once, by what was known of it",
		async () => none(fates.flatMap((fate) => wrongDecisions(heard, fate))),
	);
	const { authorized, voided, ready } = sumsOf(fates, books);
	await steps.step(
		`each order was charged once, and what is not ready not at all: ${authorized} = ${ready} + ${voided}`,
		async () => {
			none(fates.flatMap(wrongMoney));
			if (authorized !== ready + voided) throw new Error("it is not the same");
		},
	);
	await steps.step(
		`the processor was asked for all of it (breakers opened ${openings(tables)} times)`,
		async () =>
			everywhere((region) => [
				...fates.flatMap((fate) => wrongCalls(tables, region, fate)),
				...wrongBreakers(tables, region),
			]),
	);
	await steps.step(
		`each of ${post.letters.size} webhooks was taken once, and none that was forged`,
		async () => {
			none(post.surprises);
			everywhere((region) => wrongWebhooks(tables, region, post));
		},
	);
	await steps.step("no deadline is left", async () => {
		const n = await deadlinesAhead(clients, regions);
		if (n > 0) throw new Error(`${n} are`);
	});
	for (const [service, wrong] of Object.entries(views))
		await steps.step(
			`every order is in its one right state for ${service}`,
			async () =>
				everywhere((region) =>
					fates.flatMap((fate) => wrong(tables, region, fate)),
				),
		);
	await steps.step("so say the APIs", async () =>
		none(await wrongAnswers(people, fates)),
	);
	await steps.step("every list has each order once", async () =>
		none(await wrongLists(people, fates)),
	);
	await steps.step(
		`each restaurant's orders of ${world.days.join(" and ")} are settled once`,
		async () =>
			none([
				...unsettledDays(tables, world.days),
				...(await wrongSettlements(tables, people, heard, fates)),
			]),
	);
	await steps.step(
		"customers read the menus that restaurants wrote",
		async () => everywhere((region) => wrongMenus(tables, region)),
	);
	await steps.step(
		`all ${tables.size(regions[0] ?? "")} rows are the same in ${regions.join(" and ")}`,
		async () => none(tables.differences()),
	);
	await steps.step(
		`each change was one event with one id (${heard.all().length}, heard ${heard.times} times)`,
		async () => none(wrongEvents(heard, fates)),
	);
	await steps.step(
		`all ${faults.length} faults are explained and settled`,
		async () => none(wrongFaults(faults)),
	);
	return fates.map(customerStatus);
}

/** Fails with the first few. */
function none(problems: readonly string[]): void {
	if (problems.length === 0) return;
	const shown = problems.slice(0, 3).join("\n  ");
	throw new Error(`${problems.length} wrong:\n  ${shown}`);
}
