import type { Platform } from "../../local/platform";
import { Client } from "./client";
import { eventually, expectEqual } from "./steps";

/** A restaurant of its own, its customer and its driver: what they do disturbs no other step. */
export class People {
	private constructor(
		readonly restaurantId: string,
		readonly restaurant: Client,
		readonly customer: Client,
		readonly driver: Client,
	) {}

	static async of(
		platform: Pick<Platform, "outputs" | "token">,
		name: string,
	): Promise<People> {
		const client = (service: string, role: string, scopes: string[]) =>
			Client.of(platform, service, `${name}-${role}`, scopes);
		return new People(
			`${name}-restaurant`,
			await client("restaurant", "restaurant", ["menu:write", "orders:accept"]),
			await client("customer", "customer", ["orders:submit"]),
			await client("delivery", "driver", ["deliveries:make"]),
		);
	}

	/** An item that costs so many cents, as soon as the customer reads of it. */
	async offer(region: string, itemId: string, cents: number): Promise<void> {
		await this.restaurant.call(region, "PUT", `/menu-items/${itemId}`, {
			body: {
				name: itemId,
				description: "",
				price: { amount: cents, currency: "EUR" },
			},
		});
		await eventually(
			() =>
				this.customer.call(
					region,
					"GET",
					`/restaurants/${this.restaurantId}/menu`,
				),
			({ body }) => JSON.stringify(body).includes(itemId),
		);
	}

	/** The new order's id, once the restaurant sees it, too. */
	async order(region: string, itemId: string, quantity = 1): Promise<string> {
		const { restaurantId } = this;
		const lines = [{ itemId, quantity }];
		const { status, body } = await this.customer.call(
			region,
			"POST",
			"/orders",
			{ body: { restaurantId, lines } },
		);
		expectEqual(status, 201, "the status of the order");
		const orderId = String(body.orderId);
		await eventually(
			() => this.restaurant.call(region, "GET", `/orders/${orderId}`),
			({ status }) => status === 200,
		);
		return orderId;
	}

	accept(region: string, orderId: string) {
		const path = `/orders/${orderId}/acceptance`;
		return this.restaurant.call(region, "PUT", path);
	}

	cancel(region: string, orderId: string) {
		const path = `/orders/${orderId}/cancellation`;
		return this.customer.call(region, "PUT", path);
	}

	async pickUp(region: string, orderId: string) {
		return eventually(
			() => this.driver.call(region, "PUT", `/orders/${orderId}/pick-up`),
			({ status }) => status === 200,
		);
	}

	deliver(region: string, orderId: string) {
		return this.driver.call(region, "PUT", `/orders/${orderId}/completion`);
	}

	/** Waits until the customer sees it so. */
	async becomes(
		region: string,
		orderId: string,
		wanted: string,
		{ seconds = 10 } = {},
	): Promise<void> {
		await eventually(
			async () =>
				(await this.customer.call(region, "GET", `/orders/${orderId}`)).body
					.status,
			(status) => status === wanted,
			{ seconds },
		);
	}

	/** Waits until the restaurant sees it so. */
	async isSeenAs(region: string, orderId: string, wanted: string) {
		await eventually(
			async () =>
				(await this.restaurant.call(region, "GET", `/orders/${orderId}`)).body
					.status,
			(status) => status === wanted,
		);
	}
}
