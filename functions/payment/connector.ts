import { type Entities, joined, type RowOf } from "../../runtime/entities";
import type { System } from "../../runtime/job";
import type { PaymentContract } from "./contract";
import type { Sale } from "./model";

/** Keys of the table: all that is known of an order's payment under its id, a restaurant's settlements under its own. */
export const keys = {
	authorization: (orderId: string) => ({ pk: orderId, sk: "authorization" }),
	void: (orderId: string) => ({ pk: orderId, sk: "void" }),
	authorized: (orderId: string) => ({ pk: orderId, sk: "authorized" }),
	declined: (orderId: string) => ({ pk: orderId, sk: "declined" }),
	voided: (orderId: string) => ({ pk: orderId, sk: "voided" }),
	sale: (orderId: string) => ({ pk: orderId, sk: "sale" }),
	settlement: (of: {
		restaurantId: string;
		day: string;
		currency: string;
	}) => ({
		pk: of.restaurantId,
		sk: joined("settlement", of.day, of.currency),
	}),
};

/** Sales are listed by day, and in a day by restaurant and currency. */
export const saleData = (day: string, { restaurantId, total }: Sale) =>
	joined(day, restaurantId, total.currency);

export const dayOf = (timestamp: number | string) =>
	new Date(timestamp).toISOString().slice(0, 10);

/** How the processor is asked; it answers later, by its webhook. */
export const calls = {
	async authorize(
		{ pk: orderId, amount }: RowOf<PaymentContract, "authorization">,
		processor: System,
	) {
		const body = { orderId, amount };
		await processor.send({ method: "POST", path: "/authorizations", body });
	},
	async void(
		{ pk: orderId }: RowOf<PaymentContract, "void">,
		processor: System,
	) {
		await processor.send({ method: "POST", path: "/voids", body: { orderId } });
	},
};

export const sales = (
	entities: Pick<Entities<PaymentContract>, "list">,
	day: string,
	cursor: string | undefined,
) => entities.list("sale", { dataPrefix: joined(day, "") }, { cursor });
