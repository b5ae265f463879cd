import Table from "cli-table3";
import type { Counts } from "./counts";

/** What was done to functions, messages, and calls of AWS. */
export function injectedTable(done: Counts, calls: Counts): string {
	const ofCalls = calls.entries().map(([what, n]) => [`call ${what}`, n]);
	return table("injected", [...done.entries(), ...ofCalls]);
}

/** What people were answered and why, and what became of faults. */
export function metTable(met: Counts, reasons: Counts): string {
	return table("met", [...met.entries(), ...reasons.entries()]);
}

function table(title: string, rows: (string | number)[][]): string {
	const table = new Table({
		head: [title, "times"],
		style: { head: [], border: [] },
		// One line between head and body, none between rows.
		chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
	});
	table.push(...rows);
	return table.toString();
}
