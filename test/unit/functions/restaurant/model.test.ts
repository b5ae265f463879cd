import type { MenuItem } from "../../../../functions/restaurant/contract";
import {
	Restaurant,
	type RestaurantStore,
	type SubmittedOrder,
	statusOf,
} from "../../../../functions/restaurant/model";
import { NotFound } from "../../../../runtime/errors";

const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const margherita = { name: "Margherita", description: "", price: eur(950) };

const order = (orderId: string, restaurantId = "napoli"): SubmittedOrder => ({
	orderId,
	restaurantId,
	lines: [{ itemId: "margherita", name: "Margherita", quantity: 2 }],
	total: eur(1900),
	submittedAt: "2026-01-01T12:00:00.000Z",
});

/** The store's promises, in memory. */
class Memory implements RestaurantStore {
	readonly items = new Map<string, MenuItem>();
	readonly submitted = new Map<string, SubmittedOrder>();
	readonly acceptances: string[] = [];
	readonly ready: string[] = [];
	readonly cancelled: string[] = [];

	constructor(...orders: SubmittedOrder[]) {
		for (const order of orders) this.submitted.set(order.orderId, order);
	}

	async menuItem(restaurantId: string, itemId: string) {
		return this.items.get(`${restaurantId} ${itemId}`);
	}
	async menu(restaurantId: string, cursor?: string) {
		const items = [...this.items.values()];
		const own = items.filter((item) => item.restaurantId === restaurantId);
		return { items: own, cursor };
	}
	async putMenuItem(item: MenuItem) {
		this.items.set(`${item.restaurantId} ${item.itemId}`, item);
	}
	async removeMenuItem(restaurantId: string, itemId: string) {
		this.items.delete(`${restaurantId} ${itemId}`);
	}
	async order(orderId: string) {
		return this.submitted.get(orderId);
	}
	async orders(restaurantId: string, cursor?: string) {
		const orders = [...this.submitted.values()];
		const own = orders.filter((order) => order.restaurantId === restaurantId);
		return { items: own, cursor };
	}
	async news() {
		return (orderId: string) => ({
			isAccepted: this.acceptances.includes(orderId),
			isReady: this.ready.includes(orderId),
			isCancelled: this.cancelled.includes(orderId),
		});
	}
	async accept(orderId: string) {
		this.acceptances.push(orderId);
	}
	async settlements(restaurantId: string, cursor?: string) {
		const items =
			restaurantId === "napoli"
				? [{ day: "2026-01-01", total: eur(1900), orders: 1 }]
				: [];
		return { items, cursor };
	}
}

test("settlements are the restaurant's own, page by page", async () => {
	const store = new Memory();
	expect(await new Restaurant(store, "napoli").settlements("there")).toEqual({
		items: [{ day: "2026-01-01", total: eur(1900), orders: 1 }],
		cursor: "there",
	});
	expect((await new Restaurant(store, "roma").settlements()).items).toEqual([]);
});

test.each([
	[{}, "submitted"],
	[{ isAccepted: true }, "accepted"],
	[{ isAccepted: true, isReady: true }, "ready"],
	[{ isCancelled: true }, "cancelled"],
	[{ isAccepted: true, isCancelled: true }, "cancelled"],
	// It was cancelled too late.
	[{ isReady: true, isCancelled: true }, "ready"],
] as const)("an order of which is known %j is %s", (news, status) => {
	const nothing = { isAccepted: false, isReady: false, isCancelled: false };
	expect(statusOf({ ...nothing, ...news })).toBe(status);
});

test("an order that was cancelled is not accepted any more", async () => {
	const store = new Memory(order("1"));
	store.cancelled.push("1");
	await expect(new Restaurant(store, "napoli").accept("1")).rejects.toThrow(
		"The order 1 has been cancelled.",
	);
	expect(store.acceptances).toEqual([]);
});

test("one that is ready already is accepted without effect on that", async () => {
	const store = new Memory(order("1"));
	store.ready.push("1");
	expect(await new Restaurant(store, "napoli").accept("1")).toMatchObject({
		status: "ready",
	});
});

describe("a menu", () => {
	const store = new Memory();
	const napoli = new Restaurant(store, "napoli");
	const roma = new Restaurant(store, "roma");

	test("has the items that its restaurant puts there, under the restaurant's id", async () => {
		const item = {
			...margherita,
			itemId: "margherita",
			restaurantId: "napoli",
		};
		expect(await napoli.putMenuItem("margherita", margherita)).toEqual(item);
		expect(await napoli.menuItem("margherita")).toEqual(item);
		expect(await napoli.menu("there")).toEqual({
			items: [item],
			cursor: "there",
		});
	});

	test("is the restaurant's own", async () => {
		expect((await roma.menu()).items).toEqual([]);
		await expect(roma.menuItem("margherita")).rejects.toThrow(NotFound);
		await roma.removeMenuItem("margherita");
		expect((await napoli.menu()).items).toHaveLength(1);
	});

	test("loses what is taken off; again changes nothing", async () => {
		await napoli.removeMenuItem("margherita");
		await napoli.removeMenuItem("margherita");
		await expect(napoli.menuItem("margherita")).rejects.toThrow(
			"There is no item margherita on your menu.",
		);
	});
});

describe("an order", () => {
	const store = new Memory(order("1"), order("2"), order("3", "roma"));
	const napoli = new Restaurant(store, "napoli");

	test("is submitted until its restaurant accepts it", async () => {
		expect((await napoli.order("1")).status).toBe("submitted");
		expect(await napoli.accept("1")).toMatchObject({
			orderId: "1",
			total: eur(1900),
			status: "accepted",
		});
		expect((await napoli.order("1")).status).toBe("accepted");
	});

	test("is accepted again with the same answer", async () => {
		const first = await napoli.accept("1");
		expect(await napoli.accept("1")).toEqual(first);
	});

	test("has its own status in a list", async () => {
		const { items, cursor } = await napoli.orders("there");
		expect(items.map(({ orderId, status }) => [orderId, status])).toEqual([
			["1", "accepted"],
			["2", "submitted"],
		]);
		expect(cursor).toBe("there");
	});

	test.each(["3", "4"])(
		"of another restaurant, or of nobody, is not found (%s)",
		async (orderId) => {
			const sentence = `There is no order ${orderId} for you.`;
			await expect(napoli.order(orderId)).rejects.toThrow(sentence);
			await expect(napoli.accept(orderId)).rejects.toThrow(NotFound);
			expect(store.acceptances).not.toContain(orderId);
		},
	);
});
