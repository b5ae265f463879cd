import { Conflict, NotFound } from "../../runtime/errors";
import type { MenuItem, Order, Settlement } from "./contract";

/** An order as it was submitted; what has become of it are facts of their own. */
export type SubmittedOrder = Omit<Order, "status"> & { restaurantId: string };

export interface News {
	isAccepted: boolean;
	isReady: boolean;
	isCancelled: boolean;
}

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
	/** What is known of each of the orders. */
	news(orderIds: readonly string[]): Promise<(orderId: string) => News>;
	accept(orderId: string, restaurantId: string): Promise<void>;
	settlements(restaurantId: string, cursor?: string): Promise<Page<Settlement>>;
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
		return withStatus(order, await this.news(orderId));
	}

	async orders(cursor?: string): Promise<Page<Order>> {
		const page = await this.store.orders(this.restaurantId, cursor);
		const newsOf = await this.store.news(
			page.items.map(({ orderId }) => orderId),
		);
		const items = page.items.map((order) =>
			withStatus(order, newsOf(order.orderId)),
		);
		return { ...page, items };
	}

	async accept(orderId: string): Promise<Order> {
		const order = await this.own(orderId);
		const news = await this.news(orderId);
		if (statusOf(news) === "cancelled")
			throw new Conflict(`The order ${orderId} has been cancelled.`);
		await this.store.accept(orderId, this.restaurantId);
		return withStatus(order, { ...news, isAccepted: true });
	}

	settlements(cursor?: string): Promise<Page<Settlement>> {
		return this.store.settlements(this.restaurantId, cursor);
	}

	private async news(orderId: string): Promise<News> {
		return (await this.store.news([orderId]))(orderId);
	}

	private async own(orderId: string): Promise<SubmittedOrder> {
		const order = await this.store.order(orderId);
		if (order?.restaurantId !== this.restaurantId)
			throw new NotFound(`There is no order ${orderId} for you.`);
		return order;
	}
}

function withStatus(order: SubmittedOrder, news: News): Order {
	return { ...order, status: statusOf(news) };
}

/** An order that is ready was not cancelled in time. */
export function statusOf({
	isAccepted,
	isReady,
	isCancelled,
}: News): Order["status"] {
	if (isReady) return "ready";
	if (isCancelled) return "cancelled";
	return isAccepted ? "accepted" : "submitted";
}
