import { replacing } from "../../../local/provider/replacing";
import { computed } from "../record/computed";
import type { Registered } from "../record/recording";
import type { Pair } from "./match";
import { canonical, holdsUnknown } from "./values";

export interface Verdict {
	change: "update" | "replace" | "may-replace";
	/** The properties that replace it. */
	replacedBy: string[];
	/** Names of resources that are replaced and so change this one. */
	follows: string[];
}

/** Of the changed inputs those that replace a resource: AWS cannot change them. */
export function verdictOf(
	before: Registered,
	after: Registered,
	changed: readonly string[],
): Verdict {
	const replacedBy = changed.filter((name) => isReplacedBy(after, name));
	if (isTriggered(before, after)) replacedBy.push(triggerOption);
	const isKnown = replacedBy.some(
		(name) =>
			![before, after].some((each) => holdsUnknown(givenFor(each, name))),
	);
	if (replacedBy.length === 0)
		return { change: "update", replacedBy, follows: [] };
	return {
		change: isKnown ? "replace" : "may-replace",
		replacedBy,
		follows: [],
	};
}

export function isListed(type: string): boolean {
	return type in replacing;
}

const triggerOption = "(option) replacementTrigger";
const withOption = "(option) replaceWith";

export function isTriggered(before: Registered, after: Registered): boolean {
	return (
		canonical(before.replacementTrigger) !== canonical(after.replacementTrigger)
	);
}

function givenFor({ inputs, replacementTrigger }: Registered, name: string) {
	return name === triggerOption ? replacementTrigger : inputs[name];
}

/** `*` and `[*]` are any input. https://www.pulumi.com/docs/iac/concepts/resources/options/replaceonchanges/ */
function isReplacedBy(
	{ type, replaceOnChanges }: Registered,
	name: string,
): boolean {
	const { always = [] } = replacing[type] ?? {};
	const asked = replaceOnChanges.map((path) =>
		/^(\*|\[\*\])/.test(path) ? "*" : (path.split(/[.[]/)[0] ?? ""),
	);
	return ["region", ...always, ...asked].some(
		(each) => each === "*" || each === name,
	);
}

/**
 * What a replaced resource has computed (its ARN, its id) is another one afterwards: whoever takes it as an input changes,
 * and is perhaps replaced, too. Adds to `verdicts` until nothing follows any more.
 */
export function follow(
	pairs: readonly Pair[],
	verdicts: Map<string, Verdict>,
): void {
	const byUrn = new Map(
		pairs.flatMap(({ after }) => (after ? [[after.urn, after]] : [])),
	);
	for (let grew = true; grew; ) {
		grew = false;
		for (const { before, after } of pairs) {
			if (!before || !after) continue;
			for (const urn of after.replaceWith) {
				const cause = byUrn.get(urn);
				const verdict = verdicts.get(urn);
				if (!cause || !verdict?.replacedBy.length || urn === after.urn)
					continue;
				grew =
					added(verdicts, after, withOption, cause, verdict.change) || grew;
			}
			for (const [property, urns] of Object.entries(
				after.propertyDependencies,
			)) {
				for (const urn of urns) {
					const cause = byUrn.get(urn);
					const isReplaced = verdicts.get(urn)?.replacedBy.length;
					if (!cause || !isReplaced || urn === after.urn) continue;
					if (!holdsComputedOf(cause, after.inputs[property])) continue;
					grew = added(verdicts, after, property, cause) || grew;
				}
			}
		}
	}
}

function added(
	verdicts: Map<string, Verdict>,
	after: Registered,
	property: string,
	cause: Registered,
	/** Of a cause that surely takes it along; by default it is perhaps replaced. */
	surely?: Verdict["change"],
): boolean {
	const verdict: Verdict = verdicts.get(after.urn) ?? {
		change: "update",
		replacedBy: [],
		follows: [],
	};
	const replaces = surely !== undefined || isReplacedBy(after, property);
	const isNewReason = replaces && !verdict.replacedBy.includes(property);
	if (verdict.follows.includes(cause.name) && !isNewReason) return false;
	verdicts.set(after.urn, {
		change:
			surely === "replace"
				? "replace"
				: replaces && verdict.change === "update"
					? "may-replace"
					: verdict.change,
		replacedBy: isNewReason
			? [...verdict.replacedBy, property]
			: verdict.replacedBy,
		follows: [...new Set([...verdict.follows, cause.name])],
	});
	return true;
}

/** Whether something that AWS computes of the resource, or of a replica of it, is in the value; a name that the program gives stays. */
function holdsComputedOf(resource: Registered, value: unknown): boolean {
	const { type, name, inputs } = resource;
	const text = canonical(value);
	const given = new Set(textsIn(inputs));
	const made = [...textsIn(computed({ type, name, inputs })), `${name}-id`];
	return made.some((each) => !given.has(each) && text.includes(each));
}

function textsIn(value: unknown): string[] {
	if (typeof value === "string") return value ? [value] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}
