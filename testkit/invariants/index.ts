import type { World } from "../world";
import { deadlinesAreMet } from "./deadlines";
import {
	decisionsAreMade,
	keysAreDecidedOnce,
	regionsAgree,
} from "./decisions";
import { changesArePublished } from "./events";
import { rowsConverge, rowsRise } from "./rows";
import { eventsAreHandled, viewsAreRight } from "./views";

export { Broken, mustHold } from "./broken";

/** What must show where regions are down, too. */
export async function checkDeadlines(world: World): Promise<void> {
	await deadlinesAreMet(world, true);
}

/** What a world at rest must show, whatever has happened: nothing is nowhere. */
export async function checkAccounts(world: World): Promise<void> {
	rowsRise(world);
	await changesArePublished(world, true);
	await eventsAreHandled(world, true);
	keysAreDecidedOnce(world);
	if (!world.lag) regionsAgree(world);
}

/** And what it must show once people have seen to all that was put aside. */
export async function checkOutcome(world: World): Promise<void> {
	await deadlinesAreMet(world, false);
	rowsRise(world);
	await changesArePublished(world, false);
	await eventsAreHandled(world, false);
	rowsConverge(world);
	await viewsAreRight(world);
	keysAreDecidedOnce(world);
	if (!world.lag) regionsAgree(world);
	await decisionsAreMade(world);
}
