import Table from "cli-table3";
import type { Fault } from "./fault";
import type { Outcome } from "./resubmit";

/** The most that a screen has room for. */
const shown = 50;

/** What a list says of a fault, also as JSON. */
export function summaryOf(fault: Fault) {
	const { pk: id, region, source: service, rule, attempts, status } = fault;
	const { error, function: functionName, resubmission } = fault;
	return {
		...{ id, region, service, rule, function: functionName },
		error: `${error.name}: ${error.message}`,
		...{ attempts, status },
		firstSeen: timeOf(fault.firstSeen),
		lastSeen: timeOf(fault.lastSeen),
		...(resubmission && {
			resubmission: { ...resubmission, at: timeOf(resubmission.at) },
		}),
	};
}

export function listOf(faults: readonly Fault[]): string {
	if (faults.length === 0) return "No faults.";
	const table = new Table({
		head: ["last seen", "id", "region", "service", "rule", "tries", "error"],
		style: { head: [], border: [] },
		// One line between head and body, none between rows.
		chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
	});
	for (const fault of faults.slice(0, shown)) {
		const { id, region, service, rule, attempts, error } = summaryOf(fault);
		const time = timeOf(fault.lastSeen).slice(0, 19).replace("T", " ");
		const line = shortened(error.split("\n")[0] ?? "", 60);
		table.push([time, id, region, service, rule, attempts, line]);
	}
	const rest = faults.length - shown;
	const more = rest > 0 ? `\n… and ${rest} older ones: --json gives all` : "";
	return `${table.toString()}${more}`;
}

export function pageOf(fault: Fault, record: unknown): string {
	const { id, status, resubmission, ...rest } = summaryOf(fault);
	const { at, outcome, became = [] } = resubmission ?? {};
	const state = resubmission
		? `${status}; sent again at ${at}: ${outcome}${became.length > 0 ? `, became ${became.join(", ")}` : ""}`
		: status;
	const facts = {
		fault: id,
		status: state,
		service: `${rest.service} in ${rest.region}`,
		rule: rest.rule === "*" ? "* (all that hear the record)" : rest.rule,
		function: rest.function,
		attempts: `${rest.attempts}, from ${rest.firstSeen} to ${rest.lastSeen}`,
	};
	return [
		...Object.entries(facts).map(([name, fact]) => `${name.padEnd(9)} ${fact}`),
		`\nerror\n${indented(fault.error.stack ?? rest.error)}`,
		`\ntags\n${indented(JSON.stringify(fault.tags, undefined, 2))}`,
		`\nrecord\n${indented(JSON.stringify(opened(record), undefined, 2))}`,
	].join("\n");
}

export function outcomeLine(
	{ pk, source, rule }: Fault,
	{ outcome, reason, became }: Outcome,
	[n, all]: [n: number, all: number],
): string {
	const what = {
		done: "done",
		failed: "failed again",
		retryable: "not now",
	}[outcome];
	const why = reason ? ` (${shortened(reason, 200)})` : "";
	const as = became ? ` as ${became.join(", ")}` : "";
	return `${String(n).padStart(String(all).length)}/${all} ${pk} ${source} ${rule}: ${what}${as}${why}`;
}

export function discardLine({ pk, source, rule }: Fault, isSettled: boolean) {
	const what = isSettled
		? "discarded"
		: "has failed again meanwhile: look at it first";
	return `${pk} ${source} ${rule}: ${what}`;
}

/** The last line of many. */
export function summaryLine(outcomes: readonly Outcome[]): string {
	const count = (wanted: Outcome["outcome"]) =>
		outcomes.filter(({ outcome }) => outcome === wanted).length;
	const parts = [
		`${count("done")} done`,
		`${count("failed")} failed again`,
		`${count("retryable")} to be tried later`,
	];
	return `${outcomes.length} resubmitted: ${parts.join(", ")}.`;
}

/** A message's body is JSON within JSON. */
function opened(record: unknown): unknown {
	if (typeof record !== "object" || record === null || !("body" in record))
		return record;
	try {
		return { ...record, body: JSON.parse(String(record.body)) };
	} catch {
		return record;
	}
}

function shortened(text: string, length: number): string {
	return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function indented(text: string): string {
	return text.replace(/^/gm, "  ");
}

function timeOf(ms: number): string {
	return new Date(ms).toISOString();
}
