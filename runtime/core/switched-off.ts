import { Retryable } from "../errors";

/** What no archive keeps comes to a rule that is off: it becomes a fault, to be sent again once the rule is on. */
export class SwitchedOff extends Error {
	override name = "SwitchedOff";

	constructor(rule: string) {
		super(`the rule ${rule} is switched off: send this again once it is on`);
	}
}

export function mustBeOn(
	rule: string,
	{
		disabledRules,
		isResubmitted,
	}: {
		disabledRules?: readonly string[];
		/** Then its fault stays open. */
		isResubmitted: boolean;
	},
): void {
	if (!disabledRules?.includes(rule)) return;
	if (isResubmitted) throw new Retryable(`the rule ${rule} is switched off`);
	throw new SwitchedOff(rule);
}
