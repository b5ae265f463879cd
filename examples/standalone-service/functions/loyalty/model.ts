import { Conflict, NotFound } from "bulkhead/runtime/errors";
import type { Earned } from "./contract";

export interface Page<T> {
	items: T[];
	cursor?: string | undefined;
}

type Collected = Earned & { customerId: string };

/** What the model needs of the world. */
export interface LoyaltyStore {
	/** What an order has cost in minor units; undefined while it is not ready. */
	amount(orderId: string): Promise<number | undefined>;
	/** Gives what stands there: who was first has collected. */
	collect(points: Collected): Promise<Collected>;
	collected(customerId: string, cursor?: string): Promise<Page<Earned>>;
}

/** What a customer may do. Whoever knows an order's id has it from the customer who submitted it. */
export class Customer {
	constructor(
		private readonly store: LoyaltyStore,
		private readonly customerId: string,
	) {}

	async collect(orderId: string): Promise<Earned> {
		const amount = await this.store.amount(orderId);
		if (amount === undefined)
			throw new NotFound(`No order ${orderId} is ready yet.`);
		const { customerId } = this;
		const points = Math.floor(amount / 100);
		const { customerId: by, ...earned } = await this.store.collect({
			orderId,
			customerId,
			points,
		});
		if (by !== customerId)
			throw new Conflict("Somebody else has collected these points.");
		return earned;
	}

	collected(cursor?: string): Promise<Page<Earned>> {
		return this.store.collected(this.customerId, cursor);
	}
}
