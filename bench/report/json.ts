import type { Measured } from "./measured";

/** The ratios that have a bar, each the worst of its cases, and the medians that they are made of. */
export function json({
	machine,
	batches,
	allocations,
	utilities,
	starts,
}: Measured) {
	const { stubbed, realSdk } = batches;
	const { trigger, listener, ...priorArt } = starts.functions;
	const shares = (what: "wall" | "memory") => [
		trigger[what] / priorArt.priorArtTrigger[what],
		listener[what] / priorArt.priorArtListener[what],
	];
	const both = <T>(of: { listener10: T; listener100: T }) => [
		of.listener10,
		of.listener100,
	];
	const stubbedListeners = both(stubbed);
	return {
		machine,
		trigger: {
			timesOfLimit: times(stubbed.trigger.ours, stubbed.trigger.loop),
			timesFasterThanPriorArt: faster(stubbed.trigger),
			timesFasterRealSdk: faster(realSdk.trigger),
			timesAllocationsOfLimit: times(
				allocations.trigger.ours,
				allocations.trigger.loop,
			),
		},
		listener: {
			timesOfLimit: Math.max(
				...stubbedListeners.map(({ ours, loop }) => times(ours, loop)),
			),
			timesFasterThanPriorArt: Math.min(...stubbedListeners.map(faster)),
			timesFasterRealSdk: Math.min(...both(realSdk).map(faster)),
			timesFasterOneRowRealSdk: faster(realSdk.listenerOneRow),
			timesAllocationsOfLimit: Math.max(
				...both(allocations).map(({ ours, loop }) => times(ours, loop)),
			),
		},
		start: {
			shareOfPriorArt: rounded(Math.max(...shares("wall"))),
			shareOfPriorArtMemory: rounded(Math.max(...shares("memory"))),
		},
		largestBundleKB: Math.ceil(starts.largestBundle.kilobytes),
		largestBundle: starts.largestBundle.name,
		validationShare: rounded(validationShare(utilities, batches)),
		medians: { ...batches, allocations, utilities, starts },
	};
}

/** Of a batch of 100 by the real SDK: what the listener spends on its two schemas. */
export function validationShare(
	{ validation }: Measured["utilities"],
	{ realSdk }: Pick<Measured["batches"], "realSdk">,
): number {
	return validation / 10 / realSdk.listener100.ours;
}

const rounded = (ratio: number) => Math.round(ratio * 1000) / 1000;

function times(ours = Number.NaN, limit = Number.NaN): number {
	return rounded(ours / limit);
}

/** Than the prior art as it comes, four calls under way at once. */
function faster({ ours, priorArt }: { ours: number; priorArt: number }) {
	return times(priorArt, ours);
}
