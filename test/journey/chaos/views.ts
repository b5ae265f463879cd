import stringify from "safe-stable-stringify";
import type { Order } from "./order";
import { type Stage, stages } from "./plan";
import type { Tables } from "./tables";

interface Line {
	itemId: string;
	quantity: number;
}

/** Whether an order has got so far. */
export const has = ({ stage }: Order, reached: Stage) =>
	stages.indexOf(stage) >= stages.indexOf(reached);

/** What is wrong with an order's rows in a region, service by service: each has exactly those that its state asks for. */
export const views: Record<
	string,
	(tables: Tables, region: string, order: Order) => string[]
> = {
	customer: (tables, region, order) => {
		const { orderId, plan } = order;
		const row = (sk: string) => tables.row("customer", region, orderId, sk);
		const made = row("order");
		return differences(order, {
			customerId: [made?.customerId, plan.customer],
			restaurantId: [made?.restaurantId, plan.basket.restaurantId],
			lines: [basketOf(made), plan.basket.lines],
			accepted: [row("acceptance") !== undefined, has(order, "accepted")],
			delivery: [
				row("delivery")?.status,
				has(order, "picked-up") ? order.stage : undefined,
			],
		});
	},
	restaurant: (tables, region, order) => {
		const { orderId, plan } = order;
		const row = (sk: string) => tables.row("restaurant", region, orderId, sk);
		const made = tables.row("customer", region, orderId, "order");
		const seen = row("order");
		return differences(order, {
			restaurantId: [seen?.restaurantId, plan.basket.restaurantId],
			lines: [basketOf(seen), plan.basket.lines],
			total: [seen?.total, made?.total],
			submittedAt: [seen?.submittedAt, made?.submittedAt],
			accepted: [row("acceptance") !== undefined, has(order, "accepted")],
		});
	},
	delivery: (tables, region, order) => {
		const { orderId, plan } = order;
		const row = (sk: string) => tables.row("delivery", region, orderId, sk);
		const isPickedUp = has(order, "picked-up");
		return differences(order, {
			restaurantId: [
				row("order")?.restaurantId,
				has(order, "accepted") ? plan.basket.restaurantId : undefined,
			],
			driver: [
				row("delivery")?.driverId,
				isPickedUp ? order.driver : undefined,
			],
			status: [
				row("delivery")?.status,
				isPickedUp ? deliveryStatus(order) : undefined,
			],
		});
	},
};

/** As the driver is told. */
export const deliveryStatus = (order: Order) =>
	has(order, "delivered") ? "completed" : "picked-up";

function basketOf(row: object | undefined): Line[] | undefined {
	if (!row || !("lines" in row) || !Array.isArray(row.lines)) return undefined;
	return row.lines.map(({ itemId, quantity }: Line) => ({ itemId, quantity }));
}

/** Pairs of what is and what should be. */
export function differences(
	{ orderId, stage }: Order,
	facts: Record<string, readonly [is: unknown, should: unknown]>,
): string[] {
	return Object.entries(facts).flatMap(([name, [is, should]]) => {
		const [a, b] = [stringify(is), stringify(should)];
		return a === b ? [] : [`${orderId} (${stage}): ${name} is ${a}, not ${b}`];
	});
}
