import Table from "cli-table3";
import type { Counts } from "./counts";

/** What was injected, and what people and the platform's keepers met of it. */
export function tableOf(injected: Counts, calls: Counts, met: Counts): string {
	const table = new Table({
		head: ["injected", "times"],
		style: { head: [], border: [] },
		chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
	});
	for (const [what, n] of injected.entries()) table.push([what, n]);
	for (const [what, n] of calls.entries()) table.push([`call ${what}`, n]);
	const found = new Table({
		head: ["met", "times"],
		style: { head: [], border: [] },
		chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
	});
	for (const [what, n] of met.entries()) found.push([what, n]);
	return `${table.toString()}\n${found.toString()}`;
}
