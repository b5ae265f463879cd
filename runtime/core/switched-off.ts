import { Retryable } from "../errors";

/** What no archive keeps comes to a rule that is off: it becomes a fault, to be sent again once the rule is on. */
export class SwitchedOff extends Error {
	override name = "SwitchedOff";

	constructor(rule: string) {
		super(`the rule ${rule} is switched off: send this again once it is on`);
	}
}

interface Switches {
	disabledRules?: readonly string[] | undefined;
}

export function isOff(rule: string, { disabledRules }: Switches): boolean {
	return disabledRules?.includes(rule) ?? false;
}

/** For whoever sends something again: it must not count as done. */
export function notWhileOff(rule: string): Retryable {
	return new Retryable(`the rule ${rule} is switched off`);
}

export function mustBeOn(
	rule: string,
	{
		isResubmitted,
		...switches
	}: Switches & {
		/** Then its fault stays open. */
		isResubmitted: boolean;
	},
): void {
	if (!isOff(rule, switches)) return;
	if (isResubmitted) throw notWhileOff(rule);
	throw new SwitchedOff(rule);
}
