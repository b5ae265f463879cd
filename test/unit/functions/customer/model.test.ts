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

/** The store's promises, in memory. */
class Memory implements CustomerStore {
	readonly known = new Map<string, KnownOrder>();
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
		const none = { accepted: false, delivery: undefined };
		this.known.set(order.orderId, { order, ...none });
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
		const known = store.known.get("1");
		if (known) store.known.set("1", { ...known, accepted: true });
		expect((await ann.order("1")).status).toBe("accepted");
	});

	test.each([
		[false, undefined, "submitted"],
		[true, undefined, "accepted"],
		[true, "picked-up", "picked-up"],
		[true, "delivered", "delivered"],
		// News come in any order.
		[false, "picked-up", "picked-up"],
		[false, "delivered", "delivered"],
	] as const)(
		"accepted %s, delivery %s: it is %s",
		(accepted, delivery, status) => {
			expect(statusOf({ accepted, delivery })).toBe(status);
		},
	);
});
