import { Conflict, NotFound } from "bulkhead/runtime/errors";
import { Customer, type LoyaltyStore } from "../functions/loyalty/model";

type Collected = Parameters<LoyaltyStore["collect"]>[0];

/** The store's promises, in memory; one order of 12.99. */
function memory(): LoyaltyStore {
	const points = new Map<string, Collected>();
	return {
		amount: async (orderId) => (orderId === "order-1" ? 1299 : undefined),
		async collect(collected) {
			const first = points.get(collected.orderId) ?? collected;
			points.set(collected.orderId, first);
			return first;
		},
		async collected(customerId) {
			const all = [...points.values()];
			return { items: all.filter((each) => each.customerId === customerId) };
		},
	};
}

test("a point is earned for each whole unit, and once", async () => {
	const ann = new Customer(memory(), "ann");
	const earned = { orderId: "order-1", points: 12 };
	expect(await ann.collect("order-1")).toEqual(earned);
	expect(await ann.collect("order-1")).toEqual(earned);
	expect((await ann.collected()).items).toMatchObject([earned]);
});

test("points are theirs who collect them first", async () => {
	const store = memory();
	await new Customer(store, "ann").collect("order-1");
	await expect(new Customer(store, "bob").collect("order-1")).rejects.toThrow(
		Conflict,
	);
});

test("an order that is not ready earns nothing", async () => {
	await expect(
		new Customer(memory(), "ann").collect("order-2"),
	).rejects.toThrow(NotFound);
});
