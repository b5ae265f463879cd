import fc from "fast-check";
import type { Settlement } from "../../../../functions/payment/contract";
import { type Sale, settle } from "../../../../functions/payment/model";
import { runs } from "../../runtime/world/runs";

const day = "2026-11-25";
const sale = (
	restaurantId: string,
	amount: number,
	currency: "EUR" | "GBP" = "EUR",
): Sale => ({ restaurantId, total: { amount, currency } });

/** All pages, as the job goes through them. */
function settleAll(pages: readonly (readonly Sale[])[]): Settlement[] {
	let open: Settlement | undefined;
	return pages.flatMap((page, i) => {
		const isLast = i === pages.length - 1;
		const settled = settle(day, page, { open, isLast });
		open = settled.open;
		return settled.settlements;
	});
}

const settlement = (
	restaurantId: string,
	amount: number,
	orders: number,
	currency: "EUR" | "GBP" = "EUR",
) => ({ restaurantId, day, total: { amount, currency }, orders });

test("each restaurant gets the sum of its sales", () => {
	const sales = [sale("napoli", 900), sale("napoli", 100), sale("roma", 50)];
	expect(settleAll([sales])).toEqual([
		settlement("napoli", 1000, 2),
		settlement("roma", 50, 1),
	]);
});

test("each currency is settled by itself", () => {
	const sales = [sale("napoli", 900), sale("napoli", 100, "GBP")];
	expect(settleAll([sales])).toEqual([
		settlement("napoli", 900, 1),
		settlement("napoli", 100, 1, "GBP"),
	]);
});

test("a day without sales has no settlement", () => {
	expect(settleAll([[]])).toEqual([]);
});

test("pages may end anywhere", () => {
	const sorted = fc
		.array(
			fc.tuple(fc.constantFrom("napoli", "roma", "torino"), fc.nat(10_000)),
			{ maxLength: 20 },
		)
		.map((all) =>
			all
				.map(([restaurantId, amount]) => sale(restaurantId, amount))
				.sort((a, b) => (a.restaurantId < b.restaurantId ? -1 : 1)),
		);
	fc.assert(
		fc.property(sorted, fc.array(fc.nat(20)), (sales, cuts) => {
			const places = [0, ...cuts.sort((a, b) => a - b), sales.length];
			const pages = places
				.slice(1)
				.map((end, i) => sales.slice(places[i], Math.max(end, places[i] ?? 0)));
			expect(settleAll(pages)).toEqual(settleAll([sales]));
		}),
		runs(),
	);
});
