import type { Recording } from "../record/recording";
import type { Cost } from "../report";
import { monthlyFloor, notCounted } from "./floor";
import { priceFile, priceList } from "./prices";
import { assumptions, traffic } from "./traffic";

/** What the program costs at rest and per million, before and now. */
export function compareCost(before: Recording, after: Recording): Cost {
	const floors = [before, after].map(({ resources }) =>
		monthlyFloor(resources),
	);
	const [was = [], is = []] = floors;
	const floor = union(was, is).map((what) => {
		const old = was.find((each) => each.what === what);
		const now = is.find((each) => each.what === what);
		return {
			what,
			countBefore: old?.count ?? 0,
			countAfter: now?.count ?? 0,
			before: cents(old?.cost ?? 0),
			after: cents(now?.cost ?? 0),
		};
	});
	const [old = [], now = []] = [before, after].map(traffic);
	const perMillion = union(old, now).map((what) => {
		const of = (all: typeof old) => all.find((each) => each.what === what);
		return {
			what,
			before: priced(of(old)?.cost),
			after: priced(of(now)?.cost),
			...counted(of(old)?.consumers, of(now)?.consumers),
		};
	});
	const total = (key: "before" | "after") =>
		cents(floor.reduce((sum, each) => sum + each[key], 0));
	return {
		currency: priceList.currency,
		floor,
		floorTotal: { before: total("before"), after: total("after") },
		perMillion,
		assumptions: [...assumptions, `at rest not counted: ${notCounted}`],
		prices: `${priceFile} (${priceList.region}). ${priceList.note}`,
	};
}

function union(
	was: readonly { what: string }[],
	is: readonly { what: string }[],
): string[] {
	return [...new Set([...is, ...was].map(({ what }) => what))];
}

function counted(before: number | undefined, after: number | undefined) {
	if (before === undefined && after === undefined) return {};
	return { consumersBefore: before ?? 0, consumersAfter: after ?? 0 };
}

function priced(cost: number | undefined): number | null {
	return cost === undefined ? null : cents(cost);
}

function cents(cost: number): number {
	return Math.round(cost * 100) / 100;
}
