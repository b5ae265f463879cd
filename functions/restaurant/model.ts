import { NotFound } from "../../runtime/errors";
import type { MenuItem, Order } from "./contract";

/** An order as it was submitted; whether it is accepted is a fact of its own. */
export type SubmittedOrder = Omit<Order, "status"> & { restaurantId: string };

export interface Page<T> {
	items: T[];
	cursor?: string | undefined;
}

/** What the model needs of the world. */
export interface RestaurantStore {
	menuItem(restaurantId: string, itemId: string): Promise<MenuItem | undefined>;
	menu(restaurantId: string, cursor?: string): Promise<Page<MenuItem>>;
	putMenuItem(item: MenuItem): Promise<void>;
	removeMenuItem(restaurantId: string, itemId: string): Promise<void>;
	order(orderId: string): Promise<SubmittedOrder | undefined>;
	orders(restaurantId: string, cursor?: string): Promise<Page<SubmittedOrder>>;
	/** Those of the orders that have been accepted. */
	accepted(orderIds: readonly string[]): Promise<Set<string>>;
	accept(orderId: string, restaurantId: string): Promise<void>;
}

/** What a restaurant may do. Its id is that of the user: nobody reaches another's menu or orders. */
export class Restaurant {
	constructor(
		private readonly store: RestaurantStore,
		private readonly restaurantId: string,
	) {}

	async putMenuItem(
		itemId: string,
		fields: Pick<MenuItem, "name" | "description" | "price">,
	): Promise<MenuItem> {
		const item = { ...fields, itemId, restaurantId: this.restaurantId };
		await this.store.putMenuItem(item);
		return item;
	}

	async menuItem(itemId: string): Promise<MenuItem> {
		const item = await this.store.menuItem(this.restaurantId, itemId);
		if (!item) throw new NotFound(`There is no item ${itemId} on your menu.`);
		return item;
	}

	menu(cursor?: string): Promise<Page<MenuItem>> {
		return this.store.menu(this.restaurantId, cursor);
	}

	/** Taking off what is not there changes nothing. */
	removeMenuItem(itemId: string): Promise<void> {
		return this.store.removeMenuItem(this.restaurantId, itemId);
	}

	async order(orderId: string): Promise<Order> {
		const order = await this.own(orderId);
		return withStatus(order, await this.store.accepted([orderId]));
	}

	async orders(cursor?: string): Promise<Page<Order>> {
		const page = await this.store.orders(this.restaurantId, cursor);
		const accepted = await this.store.accepted(
			page.items.map(({ orderId }) => orderId),
		);
		const items = page.items.map((order) => withStatus(order, accepted));
		return { ...page, items };
	}

	async accept(orderId: string): Promise<Order> {
		const order = await this.own(orderId);
		await this.store.accept(orderId, this.restaurantId);
		return { ...order, status: "accepted" };
	}

	private async own(orderId: string): Promise<SubmittedOrder> {
		const order = await this.store.order(orderId);
		if (order?.restaurantId !== this.restaurantId)
			throw new NotFound(`There is no order ${orderId} for you.`);
		return order;
	}
}

function withStatus(
	order: SubmittedOrder,
	accepted: ReadonlySet<string>,
): Order {
	const status = accepted.has(order.orderId) ? "accepted" : "submitted";
	return { ...order, status };
}
