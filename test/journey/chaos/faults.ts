import type { Fault } from "../../../ops/faults/fault";

/** What gives up when the same fails again and again; only what a run does on purpose may be behind it. */
const explained: Record<string, string> = {
	ReceivedTooOften: "a queue gave up",
	StreamGaveUp: "a stream gave up",
};

/** Faults that are still open, or that nothing of what was injected explains. */
export function wrongFaults(faults: readonly Fault[]): string[] {
	return faults.flatMap(({ pk, source, rule, region, error, status }) => {
		const name = `${pk} (${source} ${rule} in ${region})`;
		const cause = `${error.name}: ${error.message}`;
		if (!explained[error.name]) return [`${name} is unexplained: ${cause}`];
		return status === "resubmitted" ? [] : [`${name} is ${status}: ${cause}`];
	});
}
