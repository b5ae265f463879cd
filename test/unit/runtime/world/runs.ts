/** How often a property is tried: `FC_RUNS`, or 100 times; `share` for those whose tries are slow. */
export function runs(share = 1): { numRuns: number } {
	const all = Number(process.env.FC_RUNS ?? 100);
	return { numRuns: Math.max(1, Math.round(all * share)) };
}
