import { NotFound, Unprocessable } from "../../runtime/errors";
import type { MenuItem, Money, Order, TrackedOrder } from "./contract";

export interface Page<T> {
	items: T[];
	cursor?: string | undefined;
}

/** An order as several sources know it: the customer, the restaurant, the driver. */
export interface KnownOrder {
	order: Order & { customerId: string };
	accepted: boolean;
	delivery: "picked-up" | "delivered" | undefined;
}

/** What the model needs of the world. */
export interface CustomerStore {
	menu(restaurantId: string, cursor?: string): Promise<Page<MenuItem>>;
	menuItems(
		restaurantId: string,
		itemIds: readonly string[],
	): Promise<MenuItem[]>;
	/** Gives what stands there: of a repeated request, the order as it was submitted first. */
	submit(order: Order & { customerId: string }): Promise<Order>;
	order(orderId: string): Promise<KnownOrder | undefined>;
	orders(customerId: string, cursor?: string): Promise<Page<Order>>;
}

export interface Basket {
	restaurantId: string;
	lines: readonly { itemId: string; quantity: number }[];
	note?: string | undefined;
}

/** What a customer may do; nobody sees another's orders. */
export class Customer {
	constructor(
		private readonly store: CustomerStore,
		private readonly customerId: string,
	) {}

	menu(restaurantId: string, cursor?: string): Promise<Page<MenuItem>> {
		return this.store.menu(restaurantId, cursor);
	}

	/** The order at the prices of the menu as it is seen now; a repeated request gets the order as it was made first. */
	async submit(
		basket: Basket,
		{ orderId, now }: { orderId: string; now: Date },
	): Promise<TrackedOrder> {
		const earlier = await this.store.order(orderId);
		if (earlier) return tracked(earlier);
		const { restaurantId, note } = basket;
		const itemIds = [...new Set(basket.lines.map(({ itemId }) => itemId))];
		const menu = await this.store.menuItems(restaurantId, itemIds);
		const lines = priced(basket, menu);
		const submittedAt = now.toISOString();
		const total = sum(lines);
		const order = { orderId, restaurantId, lines, total, note, submittedAt };
		const { customerId } = this;
		const submitted = await this.store.submit({ ...order, customerId });
		return { ...submitted, status: "submitted" };
	}

	async order(orderId: string): Promise<TrackedOrder> {
		const known = await this.store.order(orderId);
		if (known?.order.customerId !== this.customerId)
			throw new NotFound(`You have no order ${orderId}.`);
		return tracked(known);
	}

	orders(cursor?: string): Promise<Page<Order>> {
		return this.store.orders(this.customerId, cursor);
	}
}

/** What its customer sees of an order. */
function tracked(known: KnownOrder): TrackedOrder {
	const { customerId, ...order } = known.order;
	return { ...order, status: statusOf(known) };
}

/** The furthest that any source says: their news come in any order. */
export function statusOf({
	accepted,
	delivery,
}: Pick<KnownOrder, "accepted" | "delivery">): TrackedOrder["status"] {
	if (delivery) return delivery;
	return accepted ? "accepted" : "submitted";
}

/** The basket's lines with names and prices; {@link Unprocessable} names what is not on the menu. */
export function priced(
	{ lines }: Basket,
	menu: readonly MenuItem[],
): Order["lines"] {
	const items = new Map(menu.map((item) => [item.itemId, item]));
	const missing: { path: string; message: string }[] = [];
	const order = lines.flatMap(({ itemId, quantity }, i) => {
		const item = items.get(itemId);
		if (item) return [{ itemId, name: item.name, quantity, price: item.price }];
		const message = `${itemId} is not on the menu`;
		missing.push({ path: `lines.${i}.itemId`, message });
		return [];
	});
	if (missing.length > 0)
		throw new Unprocessable("Not everything is on the menu.", missing);
	return order;
}

/** What the lines cost together, in their one currency. */
export function sum(lines: Order["lines"]): Money {
	const [currency, ...others] = new Set(
		lines.map(({ price }) => price.currency),
	);
	if (!currency || others.length > 0)
		throw new Unprocessable("An order has one currency.");
	const amount = lines.reduce(
		(total, { price, quantity }) => total + price.amount * quantity,
		0,
	);
	return { amount, currency };
}
