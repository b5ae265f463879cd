import type { Heard } from "./heard";
import { makeOrder, type Order } from "./order";
import { pause } from "./pace";
import { type People, Surprise } from "./people";
import { items, menu, oysters, planOf, restaurants } from "./plan";
import type { Random } from "./random";

/** Orders that something is done with at once: more would wait for this machine, not for the platform. */
const atOnce = 16;

/** All orders of a run, made while it lasts and brought to their end after that. */
export class Crowd {
	readonly orders: Order[] = [];
	/** Answers that nobody should get. */
	readonly surprises: string[] = [];
	private begun = 0;
	/** Of those under way. */
	private waiting = 0;
	private readonly underWay = new Set<Promise<void>>();

	constructor(
		private readonly people: People,
		private readonly heard: Heard,
		private readonly random: Random,
		/** When nobody waits any more. */
		private readonly patience: AbortSignal,
	) {}

	get busy(): number {
		return this.underWay.size;
	}

	get made(): number {
		return this.begun;
	}

	/** Each restaurant writes its menu, before anything fails. */
	async openRestaurants(): Promise<void> {
		for (const subject of restaurants)
			for (const itemId of menu) await this.putItem(subject, itemId, 0);
		for (const subject of restaurants)
			for (const region of this.people.regions)
				await this.seen(subject, region);
	}

	/** Orders and changes of menus until it is over. */
	async bustle(over: AbortSignal): Promise<void> {
		const pauses = this.random.fork("pauses");
		for (let n = 0; !over.aborted; n++) {
			await pause(pauses.int(50, 500), over);
			while (this.busy - this.waiting >= atOnce && !over.aborted)
				await Promise.race([...this.underWay, pause(1000, over)]);
			if (over.aborted) return;
			this.begin(this.order(n));
			if (pauses.chance(0.1)) this.begin(this.changeMenu(n));
		}
	}

	private begin(work: Promise<void>): void {
		const done = work
			.catch((error: unknown) => {
				if (!(error instanceof Surprise)) throw error;
				this.surprises.push(error.message);
			})
			.finally(() => this.underWay.delete(done));
		this.underWay.add(done);
	}

	private async order(n: number): Promise<void> {
		this.begun++;
		const random = this.random.fork(`order ${n}`);
		const plan = planOf(n, random);
		const { people, heard, patience: over } = this;
		const aside = async <T>(waiting: Promise<T>) => {
			this.waiting++;
			return waiting.finally(() => this.waiting--);
		};
		const around = { people, heard, random, aside, over };
		const order = await makeOrder(plan, around);
		if (order) this.orders.push(order);
		else if (!this.patience.aborted)
			this.surprises.push(`${plan.key} has no order`);
	}

	/** One item, with another price in each region at about the same moment. */
	private async changeMenu(n: number): Promise<void> {
		const random = this.random.fork(`menu ${n}`);
		const [subject, itemId] = [random.pick(restaurants), random.pick(items)];
		await Promise.all(
			this.people.regions.map((_, i) =>
				this.putItem(subject, itemId, 10 * n + i, random.fork(String(i))),
			),
		);
	}

	private async putItem(
		subject: string,
		itemId: string,
		n: number,
		random = this.random.fork(itemId),
	): Promise<void> {
		const path = `/menu-items/${encodeURIComponent(itemId)}`;
		const isLarge = itemId.length > 20;
		const body = {
			name: isLarge ? "寿".repeat(120) : `${itemId} ${n}`,
			description: "",
			price: {
				amount: itemId === oysters.itemId ? oysters.cents : 100 + n,
				currency: "EUR",
			},
		};
		await this.people.insist(
			{ service: "restaurant", subject, method: "PUT", path, body },
			{ good: [200] },
			random,
			this.patience,
		);
	}

	private async seen(restaurantId: string, region: string): Promise<void> {
		const path = `/restaurants/${restaurantId}/menu`;
		for (;;) {
			const { body } = await this.people.ask(region, {
				...{ service: "customer", subject: "customer-1", method: "GET", path },
			});
			if (Array.isArray(body.items) && body.items.length === menu.length)
				return;
			if (this.patience.aborted) return;
			await pause(50, this.patience);
		}
	}
}
