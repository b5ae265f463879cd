import { Conflict, NotFound, Unprocessable } from "../../runtime/errors";
import type { MenuItem, Money, Order, TrackedOrder } from "./contract";

export interface Page<T> {
	items: T[];
	cursor?: string | undefined;
}

/** An order as several sources know it: the customer, the restaurant, who pays, who decides, the driver. */
export interface KnownOrder {
	order: Order & { customerId: string };
	isAccepted: boolean;
	isReady: boolean;
	isDeclined: boolean;
	isExpired: boolean;
	isCancelled: boolean;
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
	cancel(orderId: string): Promise<void>;
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
		return tracked(await this.own(orderId));
	}

	/** Whether it was in time is not known here for sure: where it was not, the order becomes ready all the same. */
	async cancel(orderId: string): Promise<TrackedOrder> {
		const known = await this.own(orderId);
		if (isBeingMade(known))
			throw new Conflict(`The order ${orderId} is being made already.`);
		const status = statusOf(known);
		if (overs.has(status)) return tracked(known);
		await this.store.cancel(orderId);
		return tracked({ ...known, isCancelled: true });
	}

	orders(cursor?: string): Promise<Page<Order>> {
		return this.store.orders(this.customerId, cursor);
	}

	private async own(orderId: string): Promise<KnownOrder> {
		const known = await this.store.order(orderId);
		if (known?.order.customerId !== this.customerId)
			throw new NotFound(`You have no order ${orderId}.`);
		return known;
	}
}

/** What its customer sees of an order. */
function tracked(known: KnownOrder): TrackedOrder {
	const { customerId, ...order } = known.order;
	return { ...order, status: statusOf(known) };
}

type Status = TrackedOrder["status"];

/** Where an order has come to nothing. */
const overs: ReadonlySet<Status> = new Set([
	"declined",
	"expired",
	"cancelled",
]);

const isBeingMade = ({
	isReady,
	delivery,
}: Pick<KnownOrder, "isReady" | "delivery">) =>
	isReady || delivery !== undefined;

/**
 * The furthest that any source says: their news come in any order. An order that is ready was not cancelled in time, whatever
 * the customer has asked.
 */
export function statusOf(known: Omit<KnownOrder, "order">): Status {
	if (known.delivery) return known.delivery;
	if (known.isReady) return "ready";
	if (known.isDeclined) return "declined";
	if (known.isExpired) return "expired";
	if (known.isCancelled) return "cancelled";
	return known.isAccepted ? "accepted" : "submitted";
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
