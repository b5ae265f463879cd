import type { OrderBook } from "../../../local/processor/books";
import type { Fate } from "./fate";
import { oysters } from "./plan";

/** What the processor declines. */
const declines = (cents: number) => cents % 100 === oysters.cents % 100;

/** What is wrong with an order's money: each was asked for once, is kept where the order is ready, and else all given back. */
export function wrongMoney(fate: Fate): string[] {
	const { orderId, order, total, book, ready } = fate;
	const { requests, authorized, voided, declined } = book;
	const kept = authorized - voided;
	const says = (isWrong: boolean, what: string) =>
		isWrong ? [`${orderId} (${order.plan.ending}): ${what}`] : [];
	return [
		...says(requests !== 1, `${requests} requests to authorize it`),
		...says(kept !== (ready ? total.amount : 0), `${kept} is kept`),
		...says(
			authorized !== 0 && authorized !== total.amount,
			`${authorized} was authorized, of ${total.amount}`,
		),
		...says(
			declined && !declines(total.amount),
			`${total.amount} was declined`,
		),
		...says(
			authorized > 0 && declines(total.amount),
			`${total.amount} was authorized`,
		),
	];
}

/** In cents. */
export interface Sums {
	authorized: number;
	voided: number;
	/** The totals of orders that are ready. */
	ready: number;
}

export function sumsOf(
	fates: readonly Fate[],
	books: Readonly<Record<string, OrderBook>>,
): Sums {
	const all = Object.values(books);
	const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0);
	return {
		authorized: sum(all.map(({ authorized }) => authorized)),
		voided: sum(all.map(({ voided }) => voided)),
		ready: sum(
			fates.filter(({ ready }) => ready).map(({ total }) => total.amount),
		),
	};
}
