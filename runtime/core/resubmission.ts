import {
	allRules,
	type FaultEvent,
	type FaultSummary,
	faultSummary,
} from "./faults";

/** A record that failed comes again, for the rule that failed; without a rule it is a batch like any other. */
export interface Resubmission {
	rule?: string;
}

/** What came of it; `failed`: what it became again, each with one more attempt. */
export interface Resubmitted {
	outcome: "done" | "failed" | "retryable";
	faults: FaultSummary[];
}

/** The answer to a batch, and of a resubmission what came of it. */
export type Answered<Batch> = Batch & { resubmitted?: Resubmitted };

/** The one rule that is to run; undefined is all of them: in any batch, and where it failed before any rule or in nobody knows which. */
export function onlyRule(
	{ rule }: Resubmission,
	beforeAny: string,
): string | undefined {
	return rule === allRules || rule === beforeAny ? undefined : rule;
}

/** It was renamed or removed since it failed, or does not concern such a record any more. */
export class NoSuchRule extends Error {
	override name = "NoSuchRule";

	constructor(rule: string) {
		super(`no rule ${rule} hears this record any more`);
	}
}

export function answered<Batch>(
	batch: Batch,
	{ rule }: Resubmission,
	{ faults, retry }: { faults: readonly FaultEvent[]; retry: number },
): Answered<Batch> {
	const failed = faults.length > 0 ? "failed" : "done";
	const resubmitted: Resubmitted = {
		outcome: retry > 0 ? "retryable" : failed,
		faults: faults.map(faultSummary),
	};
	return { ...batch, ...(rule !== undefined && { resubmitted }) };
}
