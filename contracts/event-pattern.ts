import type { Contract } from "./contract";
import { patternOf } from "./filter";

/**
 * The bus rule of a listener: the consumed events, from anybody but the service itself. An event that only filtered rules
 * hear comes where one of their filters holds.
 */
export function eventPattern({
	name,
	consumes,
	rules,
}: Pick<Contract, "name" | "consumes" | "rules">): string {
	const all = Object.values(rules);
	const everything = all.flatMap(({ on, where }) => (where ? [] : on));
	const filtered = all.flatMap(({ on, where }) => {
		const types = on.filter((type) => !everything.includes(type));
		if (!where || types.length === 0) return [];
		return [{ "detail-type": types.sort(), detail: patternOf(where) }];
	});
	const unfiltered = Object.keys(consumes)
		.filter(
			(type) => !filtered.some((one) => one["detail-type"].includes(type)),
		)
		.sort();
	const ways = [
		...(unfiltered.length > 0 ? [{ "detail-type": unfiltered }] : []),
		...filtered,
	];
	return JSON.stringify({
		source: [{ "anything-but": [name] }],
		// EventBridge refuses a choice of one.
		...(ways.length === 1 ? ways[0] : { $or: ways }),
	});
}
