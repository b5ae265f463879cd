import pc from "picocolors";
import type { Counts } from "./counts";
import type { Crowd } from "./crowd";
import { pause } from "./pace";

/** How far a run is. */
export function progressLine({
	crowd,
	counts,
	calls,
	seconds,
}: {
	crowd: Pick<Crowd, "made" | "busy">;
	counts: Counts;
	/** Of AWS, that were failed. */
	calls: Counts;
	seconds: number;
}): string {
	const again = ["message", "event", "webhook"];
	return [
		`${String(Math.round(seconds)).padStart(4)} s  ${crowd.made} orders`,
		`${crowd.busy} under way; ${counts.sum("killed")} functions killed`,
		`${calls.sum()} calls failed`,
		`${again.reduce((sum, what) => sum + counts.sum(what), 0)} sent again`,
	].join(", ");
}

/** Says it every ten seconds, until it has ended. */
export async function tellProgress(
	line: () => Promise<string>,
	print: (line: string) => void,
	ended: AbortSignal,
): Promise<void> {
	while (!ended.aborted) {
		await pause(10_000, ended);
		if (!ended.aborted) print(pc.dim(await line()));
	}
}
