import type { Random } from "./random";

/** How an order is meant to end. What fails may lead elsewhere: whoever is late, its restaurant or its payment, expires. */
export const endings = [
	"delivered",
	"picked up",
	"ready",
	"declined",
	"cancelled first",
	"cancelled meanwhile",
	"cancelled after acceptance",
	"cancelled too late",
	"never accepted",
	"accepted late",
] as const;

export type Ending = (typeof endings)[number];

/** What somebody is going to do, all of it drawn before it is done. */
export interface Plan {
	/** The Idempotency-Key. */
	key: string;
	customer: string;
	basket: {
		restaurantId: string;
		lines: { itemId: string; quantity: number }[];
		note?: string;
	};
	ending: Ending;
	/** Who wants to deliver it; the first who picks it up does. */
	drivers: string[];
	/** Whether each command is sent to all regions at once, or again to another one later. */
	habit: "once" | "everywhere" | "again";
}

/** Seconds that an order waits for its restaurant: long enough for most that are accepted, and short enough to be seen to end. */
export const timeToAccept = 30;

export const customers = ["customer-1", "customer-2", "customer-3"];
export const restaurants = ["restaurant-1", "restaurant-2", "restaurant-3"];
export const drivers = ["driver-1", "driver-2", "driver-3"];

/** Three bytes a character: fifty lines of it are over the lowered limit of the bus, so that the claim check has work. */
const large = "寿".repeat(85);

/** It is always so dear that the processor declines. */
export const oysters = { itemId: "oysters", cents: 2013 };

export const items = ["pizza", "pasta", "water"];
export const menu = [...items, oysters.itemId, large];

export function planOf(n: number, random: Random): Plan {
	const ending = endingOf(random);
	const [first, second] = [random.pick(drivers), random.pick(drivers)];
	return {
		key: `basket-${n}`,
		customer: random.pick(customers),
		basket: {
			restaurantId: random.pick(restaurants),
			lines: linesOf(ending, random),
			...(random.chance(0.5) && { note: `no peanuts in number ${n}` }),
		},
		ending,
		drivers: random.chance(0.2) && first !== second ? [first, second] : [first],
		habit: random.pick(["once", "once", "everywhere", "again"]),
	};
}

/** Half go all the way. */
function endingOf(random: Random): Ending {
	return random.chance(0.45) ? "delivered" : random.pick(endings);
}

function linesOf(ending: Ending, random: Random) {
	if (ending === "declined") return [{ itemId: oysters.itemId, quantity: 1 }];
	return random.chance(0.05)
		? Array.from({ length: 50 }, () => ({ itemId: large, quantity: 1 }))
		: Array.from({ length: random.int(1, 4) }, () => ({
				itemId: random.pick(items),
				quantity: random.int(1, 9),
			}));
}
