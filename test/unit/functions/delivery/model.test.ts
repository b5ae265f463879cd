import type { OpenOrder } from "../../../../functions/delivery/contract";
import {
	type DeliveryStore,
	Driver,
	type OwnedDelivery,
} from "../../../../functions/delivery/model";
import { Conflict, NotFound } from "../../../../runtime/errors";

/** The store's promises, in memory. */
class Memory implements DeliveryStore {
	readonly made = new Map<string, OwnedDelivery>();
	/** What another driver does between this one's read and write. */
	meanwhile: (() => void) | undefined;

	constructor(private readonly pages: OpenOrder[][]) {}

	async order(orderId: string) {
		return this.pages.flat().find((order) => order.orderId === orderId);
	}
	/** A page each; the cursor is the next page's number. */
	async orders(cursor = "0") {
		const next = Number(cursor) + 1;
		const items = this.pages[Number(cursor)] ?? [];
		return { items, ...(next < this.pages.length && { cursor: `${next}` }) };
	}
	async deliveries(orderIds: readonly string[]) {
		return orderIds.flatMap((orderId) => this.made.get(orderId) ?? []);
	}
	async change(
		orderId: string,
		change: (current: OwnedDelivery | undefined) => OwnedDelivery,
	) {
		let next = change(this.made.get(orderId));
		if (this.meanwhile) {
			this.meanwhile();
			next = change(this.made.get(orderId));
		}
		this.made.set(orderId, next);
		return next;
	}
}

function world() {
	const readyAt = "2026-01-01T12:00:00.000Z";
	const open = (...ids: string[]) =>
		ids.map((orderId) => ({ orderId, restaurantId: "napoli", readyAt }));
	const store = new Memory([open("1", "2"), open("3")]);
	return {
		store,
		dan: new Driver(store, "dan"),
		eve: new Driver(store, "eve"),
	};
}

const by = (driverId: string, status: OwnedDelivery["status"]) => ({
	orderId: "1",
	driverId,
	status,
});

describe("open orders", () => {
	test("are those that nobody has picked up", async () => {
		const { dan, eve } = world();
		await dan.pickUp("1");
		for (const driver of [dan, eve]) {
			const { items, cursor } = await driver.openOrders();
			expect(items.map(({ orderId }) => orderId)).toEqual(["2"]);
			expect(cursor).toBe("1");
		}
	});

	test("are looked for on the next page where a whole page is picked up", async () => {
		const { dan } = world();
		for (const id of ["1", "2"]) await dan.pickUp(id);
		const { items, cursor } = await dan.openOrders();
		expect(items.map(({ orderId }) => orderId)).toEqual(["3"]);
		expect(cursor).toBeUndefined();
	});
});

describe("picking up", () => {
	test("makes it the driver's delivery", async () => {
		const { dan } = world();
		expect(await dan.pickUp("1")).toEqual(by("dan", "picked-up"));
		expect(await dan.delivery("1")).toEqual(by("dan", "picked-up"));
	});

	test("again changes nothing, also when it has been delivered", async () => {
		const { dan } = world();
		await dan.pickUp("1");
		expect(await dan.pickUp("1")).toEqual(by("dan", "picked-up"));
		await dan.complete("1");
		expect(await dan.pickUp("1")).toEqual(by("dan", "completed"));
	});

	test("what another driver has is a conflict", async () => {
		const { dan, eve } = world();
		await dan.pickUp("1");
		await expect(eve.pickUp("1")).rejects.toThrow(Conflict);
		expect(await dan.delivery("1")).toEqual(by("dan", "picked-up"));
	});

	test("what another driver takes in the same moment is a conflict", async () => {
		const { store, eve } = world();
		store.meanwhile = () => store.made.set("1", by("dan", "picked-up"));
		await expect(eve.pickUp("1")).rejects.toThrow(Conflict);
		expect(store.made.get("1")?.driverId).toBe("dan");
	});

	test("what is not ready is not found", async () => {
		const { dan, store } = world();
		await expect(dan.pickUp("unknown")).rejects.toThrow(
			"There is no order unknown that is ready.",
		);
		expect(store.made.size).toBe(0);
	});
});

describe("delivering", () => {
	test("completes one's own; again changes nothing", async () => {
		const { dan } = world();
		await dan.pickUp("1");
		expect(await dan.complete("1")).toEqual(by("dan", "completed"));
		expect(await dan.complete("1")).toEqual(by("dan", "completed"));
	});

	test("what one has not picked up is not found", async () => {
		const { dan, eve } = world();
		await dan.pickUp("1");
		for (const action of [
			() => eve.complete("1"),
			() => eve.delivery("1"),
			() => dan.complete("2"),
			() => dan.delivery("2"),
		])
			await expect(action()).rejects.toThrow(NotFound);
		expect(await dan.delivery("1")).toEqual(by("dan", "picked-up"));
	});
});
