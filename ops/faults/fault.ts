import { UserError } from "../../local/user-error";
import type { FaultRow } from "../../runtime/hub/core/fault-row";

/** A fault of a region; where it stands in a list, without its record. */
export type Fault = FaultRow & { region: string };

export const statuses = ["open", "resubmitted", "discarded", "any"] as const;

export interface Filter {
	service?: string;
	rule?: string;
	status?: (typeof statuses)[number];
}

/** Whether a fault is one that is asked for; unless said otherwise, an open one. */
export function matches(
	{ source, rule, status }: Pick<Fault, "source" | "rule" | "status">,
	filter: Filter,
): boolean {
	const { status: wanted = "open" } = filter;
	return (
		source === (filter.service ?? source) &&
		rule === (filter.rule ?? rule) &&
		(wanted === "any" || status === wanted)
	);
}

/** Throws a sentence where it cannot be one. */
export function checkedId(id: string): string {
	if (/^[0-9a-f]{32}$/.test(id)) return id;
	throw new UserError(
		`${id} is no fault's id, which has 32 hexadecimal digits: \`npm run ops -- faults list\` shows them.`,
	);
}
