import type { Random } from "./random";

/** How far an order goes, in order. */
export const stages = [
	"submitted",
	"accepted",
	"picked-up",
	"delivered",
] as const;

export type Stage = (typeof stages)[number];

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
	/** The last that is done with it. */
	until: Stage;
	/** Who wants to deliver it; the first who picks it up does. */
	drivers: string[];
	/** Whether each command is sent to all regions at once, or again to another one later. */
	habit: "once" | "everywhere" | "again";
}

export const customers = ["customer-1", "customer-2", "customer-3"];
export const restaurants = ["restaurant-1", "restaurant-2", "restaurant-3"];
export const drivers = ["driver-1", "driver-2", "driver-3"];

/** Three bytes a character: fifty lines of it are over the lowered limit of the bus, so that the claim check has work. */
const large = "寿".repeat(85);

export const items = ["pizza", "pasta", "water"];
export const menu = [...items, large];

export function planOf(n: number, random: Random): Plan {
	const isLarge = random.chance(0.05);
	const [first, second] = [random.pick(drivers), random.pick(drivers)];
	const lines = isLarge
		? Array.from({ length: 50 }, () => ({ itemId: large, quantity: 1 }))
		: Array.from({ length: random.int(1, 4) }, () => ({
				itemId: random.pick(items),
				quantity: random.int(1, 9),
			}));
	return {
		key: `basket-${n}`,
		customer: random.pick(customers),
		basket: {
			restaurantId: random.pick(restaurants),
			lines,
			...(random.chance(0.5) && { note: `no peanuts in number ${n}` }),
		},
		// Most go all the way.
		until: random.chance(0.7) ? "delivered" : random.pick(stages),
		drivers: random.chance(0.2) && first !== second ? [first, second] : [first],
		habit: random.pick(["once", "once", "everywhere", "again"]),
	};
}
