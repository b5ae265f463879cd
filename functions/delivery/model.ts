import { Conflict, NotFound } from "../../runtime/errors";
import type { Delivery, OpenOrder } from "./contract";

export interface Page<T> {
	items: T[];
	cursor?: string | undefined;
}

export type OwnedDelivery = Delivery & { driverId: string };

/** What the model needs of the world. */
export interface DeliveryStore {
	order(orderId: string): Promise<OpenOrder | undefined>;
	orders(cursor?: string): Promise<Page<OpenOrder>>;
	deliveries(orderIds: readonly string[]): Promise<OwnedDelivery[]>;
	/** Writes what `change` makes of the delivery; again, when somebody else was faster. */
	change(
		orderId: string,
		change: (current: OwnedDelivery | undefined) => OwnedDelivery,
	): Promise<OwnedDelivery>;
}

/** What a driver may do. An order is picked up by one driver, who alone delivers it. */
export class Driver {
	constructor(
		private readonly store: DeliveryStore,
		private readonly driverId: string,
	) {}

	/** Pages of only taken orders are passed over. */
	async openOrders(cursor?: string): Promise<Page<OpenOrder>> {
		const page = await this.store.orders(cursor);
		const taken = await this.store.deliveries(
			page.items.map(({ orderId }) => orderId),
		);
		const ids = new Set(taken.map(({ orderId }) => orderId));
		const items = page.items.filter(({ orderId }) => !ids.has(orderId));
		if (items.length === 0 && page.cursor) return this.openOrders(page.cursor);
		return { ...page, items };
	}

	async pickUp(orderId: string): Promise<Delivery> {
		if (!(await this.store.order(orderId)))
			throw new NotFound(`There is no order ${orderId} that is ready.`);
		const { driverId } = this;
		return this.store.change(orderId, (current) => {
			if (current && current.driverId !== driverId)
				throw new Conflict("Another driver has picked it up.");
			return current ?? { orderId, driverId, status: "picked-up" };
		});
	}

	async complete(orderId: string): Promise<Delivery> {
		return this.store.change(orderId, (current) => ({
			...this.own(orderId, current),
			status: "completed",
		}));
	}

	async delivery(orderId: string): Promise<Delivery> {
		const [delivery] = await this.store.deliveries([orderId]);
		return this.own(orderId, delivery);
	}

	private own(
		orderId: string,
		delivery: OwnedDelivery | undefined,
	): OwnedDelivery {
		if (delivery?.driverId !== this.driverId)
			throw new NotFound(`You have not picked up the order ${orderId}.`);
		return delivery;
	}
}
