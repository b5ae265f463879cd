import * as z from "zod";
import type { OrderBook } from "../../../local/processor/books";
import type { Order } from "./order";
import type { Tables } from "./tables";

/** What has become of an order. Each fact is as the one says who alone makes it so; all others must say the same. */
export interface Fate {
	order: Order;
	orderId: string;
	/** What the customer ordered for. */
	total: Money;
	/** By the restaurant, and the customer. */
	accepted: boolean;
	cancelled: boolean;
	/** By the processor. */
	book: OrderBook;
	/** What was decided of it, each time that it was. */
	decisions: Decision[];
	ready: boolean;
	expired: boolean;
	/** By its driver. */
	driver: string | undefined;
	delivery: "picked-up" | "completed" | undefined;
}

export interface Money {
	amount: number;
	currency: string;
}

const money = z.object({ amount: z.int(), currency: z.string() });

const decisionSchema = z.object({
	key: z.string(),
	/** Ms. */
	timestamp: z.number(),
	events: z.record(z.string(), z.unknown()),
	triggers: z.array(z.object({ id: z.string(), type: z.string() })),
});

export type Decision = z.infer<typeof decisionSchema>;

const deliveryRow = z.object({
	driverId: z.string(),
	status: z.enum(["picked-up", "completed"]),
});

const noBook: OrderBook = {
	...{ requests: 0, authorized: 0, voided: 0 },
	...{ declined: false, currency: "" },
};

/** The orders' fates, by what is in the tables of the first region and in the processor's books. */
export function fatesOf(
	tables: Tables,
	orders: readonly Order[],
	books: Readonly<Record<string, OrderBook>>,
): Fate[] {
	const [region = ""] = tables.regions;
	const decided = tables
		.of("fulfillment", region, "fate")
		.map((row) => decisionSchema.parse(row));
	return orders.map((order) => {
		const { orderId } = order;
		const row = (service: string, sk: string) =>
			tables.row(service, region, orderId, sk);
		const decisions = decided.filter(({ key }) => key === orderId);
		const says = (type: string) =>
			decisions.some(({ events }) => type in events);
		const delivery = deliveryRow.safeParse(row("delivery", "delivery")).data;
		return {
			...{ order, orderId, decisions },
			total: money.parse(row("customer", "order")?.total),
			accepted: row("restaurant", "acceptance") !== undefined,
			cancelled: row("customer", "cancellation") !== undefined,
			book: books[orderId] ?? noBook,
			ready: says("order-ready"),
			expired: says("order-expired"),
			driver: delivery?.driverId,
			delivery: delivery?.status,
		};
	});
}

/** As the customer is told. */
export function customerStatus(fate: Fate): string {
	if (fate.delivery === "completed") return "delivered";
	if (fate.delivery) return fate.delivery;
	if (fate.ready) return "ready";
	if (fate.book.declined) return "declined";
	if (fate.expired) return "expired";
	if (fate.cancelled) return "cancelled";
	return fate.accepted ? "accepted" : "submitted";
}

/** As the restaurant is told. */
export function restaurantStatus(fate: Fate): string {
	if (fate.ready) return "ready";
	if (reasons(fate).length > 0) return "cancelled";
	return fate.accepted ? "accepted" : "submitted";
}

/** Why an order may have come to nothing: more than one may be true. */
export const reasons = ({ cancelled, expired, book }: Fate): string[] => [
	...(cancelled ? ["cancelled"] : []),
	...(expired ? ["expired"] : []),
	...(book.declined ? ["declined"] : []),
];
