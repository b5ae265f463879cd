import type { Money, Settlement } from "./contract";

export interface Sale {
	restaurantId: string;
	total: Money;
}

/**
 * Adds up a day's sales, which come sorted by restaurant and currency, page by page. `open`: the last one's settlement, whose
 * sales may go on in the next page; it is complete where there is no next page.
 */
export function settle(
	day: string,
	sales: readonly Sale[],
	{ open, isLast }: { open: Settlement | undefined; isLast: boolean },
): { settlements: Settlement[]; open: Settlement | undefined } {
	const settlements: Settlement[] = [];
	let current = open;
	for (const { restaurantId, total } of sales) {
		const isSame =
			current?.restaurantId === restaurantId &&
			current.total.currency === total.currency;
		if (current && isSame) {
			const amount = current.total.amount + total.amount;
			const orders = current.orders + 1;
			current = { ...current, total: { ...total, amount }, orders };
		} else {
			if (current) settlements.push(current);
			current = { restaurantId, day, total, orders: 1 };
		}
	}
	if (!isLast) return { settlements, open: current };
	return {
		settlements: current ? [...settlements, current] : settlements,
		open: undefined,
	};
}
