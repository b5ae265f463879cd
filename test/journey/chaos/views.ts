import stringify from "safe-stable-stringify";
import { customerStatus, type Fate, reasons } from "./fate";
import type { Tables } from "./tables";

interface Line {
	itemId: string;
	quantity: number;
}

type View = (tables: Tables, region: string, fate: Fate) => string[];

/** What is wrong with an order's rows in a region, service by service: each has exactly those that its fate asks for. */
export const views: Record<string, View> = {
	customer: (tables, region, fate) => {
		const { orderId, order } = fate;
		const { customer, basket } = order.plan;
		const row = (sk: string) => tables.row("customer", region, orderId, sk);
		const made = row("order");
		return differences(fate, {
			customerId: [made?.customerId, customer],
			restaurantId: [made?.restaurantId, basket.restaurantId],
			lines: [basketOf(made), basket.lines],
			acceptance: [row("acceptance") !== undefined, fate.accepted],
			cancellation: [row("cancellation") !== undefined, fate.cancelled],
			readiness: [row("readiness") !== undefined, fate.ready],
			expiry: [row("expiry") !== undefined, fate.expired],
			decline: [row("decline") !== undefined, fate.book.declined],
			delivery: [
				row("delivery")?.status,
				fate.delivery === "completed" ? "delivered" : fate.delivery,
			],
		});
	},
	restaurant: (tables, region, fate) => {
		const { orderId, order, total } = fate;
		const { basket } = order.plan;
		const row = (sk: string) => tables.row("restaurant", region, orderId, sk);
		const made = tables.row("customer", region, orderId, "order");
		const seen = row("order");
		const why = row("cancellation")?.reason;
		const given = reasons(fate);
		return differences(fate, {
			restaurantId: [seen?.restaurantId, basket.restaurantId],
			lines: [basketOf(seen), basket.lines],
			total: [seen?.total, total],
			submittedAt: [seen?.submittedAt, made?.submittedAt],
			acceptance: [row("acceptance") !== undefined, fate.accepted],
			readiness: [row("readiness") !== undefined, fate.ready],
			// Of several the last, by the events' clocks.
			"the reason of its cancellation": [
				why,
				given.includes(String(why)) ? why : given[0],
			],
		});
	},
	delivery: (tables, region, fate) => {
		const { orderId, order, ready, driver, delivery } = fate;
		const row = (sk: string) => tables.row("delivery", region, orderId, sk);
		return differences(fate, {
			restaurantId: [
				row("order")?.restaurantId,
				ready ? order.plan.basket.restaurantId : undefined,
			],
			driver: [row("delivery")?.driverId, driver],
			status: [row("delivery")?.status, delivery],
		});
	},
	payment: (tables, region, fate) => {
		const { orderId, order, total, book, ready } = fate;
		const row = (sk: string) => tables.row("payment", region, orderId, sk);
		const sale = row("sale");
		return differences(fate, {
			"what the processor was asked for": [row("authorization")?.amount, total],
			"whether it was asked to void": [row("void") !== undefined, !ready],
			authorized: [
				row("authorized")?.amount,
				book.authorized > 0 ? total : undefined,
			],
			declined: [row("declined") !== undefined, book.declined],
			voided: [
				row("voided")?.amount,
				ready ? undefined : { ...total, amount: book.voided },
			],
			sale: [
				sale && { to: sale.restaurantId, total: sale.total },
				ready ? { to: order.plan.basket.restaurantId, total } : undefined,
			],
		});
	},
	fulfillment: (tables, region, fate) => {
		const collected = tables
			.of("fulfillment", region, "order-news")
			.filter(({ key }) => key === fate.orderId)
			.map(({ event }) => typeOf(event))
			// Where an order was decided before its deadline was set, it has none.
			.filter((type) => type !== "deadline-passed");
		return differences(fate, {
			"what was collected": [collected.sort(), newsOf(fate).sort()],
		});
	},
};

/** All that there is to know of an order, each once. */
const newsOf = ({ accepted, cancelled, book }: Fate): string[] => [
	"order-submitted",
	...(accepted ? ["order-accepted"] : []),
	...(cancelled ? ["order-cancelled"] : []),
	...(book.authorized > 0 ? ["payment-authorized"] : []),
	...(book.declined ? ["payment-declined"] : []),
];

const typeOf = (event: unknown) =>
	String(event && typeof event === "object" && "type" in event && event.type);

function basketOf(row: object | undefined): Line[] | undefined {
	if (!row || !("lines" in row) || !Array.isArray(row.lines)) return undefined;
	return row.lines.map(({ itemId, quantity }: Line) => ({ itemId, quantity }));
}

/** Pairs of what is and what should be. */
export function differences(
	fate: Fate,
	facts: Record<string, readonly [is: unknown, should: unknown]>,
): string[] {
	const name = `${fate.orderId} (${customerStatus(fate)})`;
	return Object.entries(facts).flatMap(([fact, [is, should]]) => {
		const [a, b] = [stringify(is), stringify(should)];
		return a === b ? [] : [`${name}: ${fact} is ${a}, not ${b}`];
	});
}
