import type { MenuItem } from "../../../../functions/customer/contract";
import {
	Customer,
	type CustomerStore,
	type KnownOrder,
	statusOf,
} from "../../../../functions/customer/model";
import { NotFound, Unprocessable } from "../../../../runtime/errors";

const item = (
	itemId: string,
	amount: number,
	currency: MenuItem["price"]["currency"] = "EUR",
): MenuItem => ({
	itemId,
	restaurantId: "napoli",
	name: itemId.toUpperCase(),
	description: "",
	price: { amount, currency },
});

/** What is known of an order that has just been submitted. */
const nothing = {
	isAccepted: false,
	isReady: false,
	isDeclined: false,
	isExpired: false,
	isCancelled: false,
	delivery: undefined,
};

/** The store's promises, in memory. */
class Memory implements CustomerStore {
	readonly known = new Map<string, KnownOrder>();
	readonly cancelled: string[] = [];
	items = [item("pizza", 950), item("wine", 450), item("whisky", 700, "GBP")];

	async menu(restaurantId: string, cursor?: string) {
		const items = this.items.filter((i) => i.restaurantId === restaurantId);
		return { items, cursor };
	}
	async menuItems(restaurantId: string, itemIds: readonly string[]) {
		const { items } = await this.menu(restaurantId);
		return items.filter(({ itemId }) => itemIds.includes(itemId));
	}
	async submit(order: KnownOrder["order"]) {
		this.known.set(order.orderId, { order, ...nothing });
		const { customerId, ...submitted } = order;
		return submitted;
	}
	async order(orderId: string) {
		return this.known.get(orderId);
	}
	async orders(customerId: string, cursor?: string) {
		const orders = [...this.known.values()].map(({ order }) => order);
		const items = orders.filter((order) => order.customerId === customerId);
		return { items, cursor };
	}
	async cancel(orderId: string) {
		this.cancelled.push(orderId);
		this.hear(orderId, { isCancelled: true });
	}
	/** News of an order come in. */
	hear(orderId: string, news: Partial<KnownOrder>) {
		const known = this.known.get(orderId);
		if (known) this.known.set(orderId, { ...known, ...news });
	}
}

const now = new Date("2026-01-01T12:00:00.000Z");
const basket = (...lines: [itemId: string, quantity: number][]) => ({
	restaurantId: "napoli",
	lines: lines.map(([itemId, quantity]) => ({ itemId, quantity })),
});

function world() {
	const store = new Memory();
	return {
		store,
		ann: new Customer(store, "ann"),
		bob: new Customer(store, "bob"),
	};
}

test("a menu is read page by page", async () => {
	const { ann, store } = world();
	expect(await ann.menu("napoli", "there")).toEqual({
		items: store.items,
		cursor: "there",
	});
});

describe("an order that is submitted", () => {
	test("has the names and prices of the menu, and what they cost together", async () => {
		const { ann } = world();
		const order = await ann.submit(basket(["pizza", 2], ["wine", 3]), {
			orderId: "1",
			now,
		});
		const eur = (amount: number) => ({ amount, currency: "EUR" });
		expect(order).toEqual({
			orderId: "1",
			restaurantId: "napoli",
			lines: [
				{ itemId: "pizza", name: "PIZZA", quantity: 2, price: eur(950) },
				{ itemId: "wine", name: "WINE", quantity: 3, price: eur(450) },
			],
			total: eur(3250),
			submittedAt: "2026-01-01T12:00:00.000Z",
			status: "submitted",
		});
	});

	test("keeps the prices of that moment", async () => {
		const { ann, store } = world();
		const submitted = await ann.submit(basket(["pizza", 1]), {
			orderId: "1",
			now,
		});
		store.items = [item("pizza", 5000)];
		expect(await ann.order("1")).toMatchObject({
			total: submitted.total,
			lines: submitted.lines,
		});
	});

	test("again is the order as it was first, whatever the menu says by then", async () => {
		const { ann, store } = world();
		const again = { orderId: "1", now };
		const first = await ann.submit(basket(["pizza", 1]), again);
		store.items = [item("pizza", 5000)];
		expect(await ann.submit(basket(["pizza", 1]), again)).toEqual(first);
		store.items = [];
		expect(await ann.submit(basket(["pizza", 1]), again)).toEqual(first);
	});

	test("that somebody else's request has made meanwhile is answered as it stands", async () => {
		const { ann, store } = world();
		const stands = { submittedAt: "2026-01-01T11:59:59.000Z" };
		store.submit = async (order) => ({ ...order, ...stands });
		const order = await ann.submit(basket(["pizza", 1]), { orderId: "1", now });
		expect(order).toMatchObject({ ...stands, status: "submitted" });
	});

	test("may name an item in several lines", async () => {
		const { ann } = world();
		const lines = basket(["pizza", 1], ["pizza", 2]);
		const { total } = await ann.submit(lines, { orderId: "1", now });
		expect(total.amount).toBe(2850);
	});

	test("names every line that is not on the menu, by its path", async () => {
		const { ann, store } = world();
		const lines = basket(["pie", 1], ["pizza", 1], ["soup", 1]);
		const submitting = ann.submit(lines, { orderId: "1", now });
		await expect(submitting).rejects.toThrow(Unprocessable);
		await expect(submitting).rejects.toMatchObject({
			status: 422,
			message: "Not everything is on the menu.",
			errors: [
				{ path: "lines.0.itemId", message: "pie is not on the menu" },
				{ path: "lines.2.itemId", message: "soup is not on the menu" },
			],
		});
		expect(store.known.size).toBe(0);
	});

	test("is not from another restaurant's menu", async () => {
		const { ann } = world();
		const elsewhere = { ...basket(["pizza", 1]), restaurantId: "roma" };
		await expect(ann.submit(elsewhere, { orderId: "1", now })).rejects.toThrow(
			Unprocessable,
		);
	});

	test("has one currency", async () => {
		const { ann, store } = world();
		const lines = basket(["pizza", 1], ["whisky", 1]);
		await expect(ann.submit(lines, { orderId: "1", now })).rejects.toThrow(
			"An order has one currency.",
		);
		expect(store.known.size).toBe(0);
	});

	test("has lines", async () => {
		const { ann } = world();
		await expect(ann.submit(basket(), { orderId: "1", now })).rejects.toThrow(
			Unprocessable,
		);
	});
});

describe("an order that is tracked", () => {
	test("is one's own", async () => {
		const { ann, bob } = world();
		await ann.submit(basket(["pizza", 1]), { orderId: "1", now });
		expect(await ann.order("1")).toMatchObject({ orderId: "1" });
		await expect(bob.order("1")).rejects.toThrow(NotFound);
		await expect(ann.order("2")).rejects.toThrow("You have no order 2.");
		expect((await ann.orders("there")).items).toHaveLength(1);
		expect((await bob.orders()).items).toEqual([]);
	});

	test("moves with the news of restaurant and driver", async () => {
		const { ann, store } = world();
		await ann.submit(basket(["pizza", 1]), { orderId: "1", now });
		store.hear("1", { isAccepted: true });
		expect((await ann.order("1")).status).toBe("accepted");
	});

	test.each<[Partial<KnownOrder>, string]>([
		[{}, "submitted"],
		[{ isAccepted: true }, "accepted"],
		[{ isAccepted: true, isReady: true }, "ready"],
		[{ isReady: true, delivery: "picked-up" }, "picked-up"],
		[{ isReady: true, delivery: "delivered" }, "delivered"],
		[{ isDeclined: true }, "declined"],
		[{ isAccepted: true, isDeclined: true }, "declined"],
		[{ isExpired: true }, "expired"],
		[{ isCancelled: true }, "cancelled"],
		[{ isAccepted: true, isCancelled: true }, "cancelled"],
		// Whoever cancels an order that comes to nothing anyway hears why it does.
		[{ isDeclined: true, isExpired: true, isCancelled: true }, "declined"],
		[{ isExpired: true, isCancelled: true }, "expired"],
		// It was cancelled too late.
		[{ isReady: true, isCancelled: true }, "ready"],
		[{ isCancelled: true, delivery: "picked-up" }, "picked-up"],
		// News come in any order.
		[{ isReady: true }, "ready"],
		[{ delivery: "picked-up" }, "picked-up"],
		[{ delivery: "delivered" }, "delivered"],
	])("of which is known %j is %s", (news, status) => {
		expect(statusOf({ ...nothing, ...news })).toBe(status);
	});
});

describe("an order is cancelled", () => {
	async function submitted(news: Partial<KnownOrder> = {}) {
		const all = world();
		await all.ann.submit(basket(["pizza", 1]), { orderId: "1", now });
		all.store.hear("1", news);
		return all;
	}

	test.each<[Partial<KnownOrder>]>([[{}], [{ isAccepted: true }]])(
		"while it is not ready: %j",
		async (news) => {
			const { ann, store } = await submitted(news);
			expect((await ann.cancel("1")).status).toBe("cancelled");
			expect((await ann.order("1")).status).toBe("cancelled");
			expect(store.cancelled).toEqual(["1"]);
		},
	);

	test.each<[Partial<KnownOrder>]>([
		[{ isReady: true }],
		[{ delivery: "picked-up" }],
		[{ delivery: "delivered" }],
	])("but not once it is being made: %j", async (news) => {
		const { ann, store } = await submitted(news);
		await expect(ann.cancel("1")).rejects.toThrow(
			"The order 1 is being made already.",
		);
		expect(store.cancelled).toEqual([]);
	});

	test.each<[Partial<KnownOrder>, string]>([
		[{ isCancelled: true }, "cancelled"],
		[{ isExpired: true }, "expired"],
		[{ isDeclined: true }, "declined"],
	])("which changes nothing where it is over: %j", async (news, status) => {
		const { ann, store } = await submitted(news);
		expect((await ann.cancel("1")).status).toBe(status);
		expect(store.cancelled).toEqual([]);
	});

	test("by nobody else", async () => {
		const { bob, store } = await submitted();
		await expect(bob.cancel("1")).rejects.toThrow(NotFound);
		expect(store.cancelled).toEqual([]);
	});
});
