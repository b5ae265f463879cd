import type { Alias, Registered } from "../record/recording";
import { parseUrn, urnOf } from "../record/urn";

export interface Pair {
	before?: Registered;
	after?: Registered;
}

/** Which resource of the base each one is, by its URN or an alias, as the engine matches a program with a state. */
export function matched(
	before: readonly Registered[],
	after: readonly Registered[],
): Pair[] {
	const rest = new Map(before.map((each) => [each.urn, each]));
	const now = new Map(after.map((each) => [each.urn, each]));
	const take = (urn: string) => {
		const found = rest.get(urn);
		rest.delete(urn);
		return found;
	};
	const known = after.map((each) => ({ after: each, before: take(each.urn) }));
	const pairs = known.map((pair): Pair => {
		if (pair.before) return pair;
		for (const urn of aliasUrns(pair.after, now)) {
			const found = take(urn);
			if (found) return { after: pair.after, before: found };
		}
		return { after: pair.after };
	});
	return [...pairs, ...[...rest.values()].map((each) => ({ before: each }))];
}

/**
 * The URNs that a resource had by its own aliases or those of its parents: a child of a component that was renamed is found, too.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/
 */
function aliasUrns(
	resource: Registered,
	all: ReadonlyMap<string, Registered>,
): string[] {
	const parent = all.get(resource.parent);
	const parents = [resource.parent, ...(parent ? aliasUrns(parent, all) : [])];
	const own: Alias[] = [{}, ...resource.aliases];
	return own.flatMap((alias) => {
		if ("urn" in alias) return [alias.urn];
		const { name = resource.name, type = resource.type } = alias;
		// The SDK names the parent also where it is the same.
		if (alias.parent !== undefined && alias.parent !== resource.parent)
			return [urnOf(alias.parent ?? "", type, name, parseUrn(resource.urn))];
		return parents.map((urn) =>
			urnOf(
				urn,
				type,
				inherited(name, parent?.name, urn),
				parseUrn(resource.urn),
			),
		);
	});
}

/** A child whose name begins with its parent's had the parent's old name there. */
function inherited(
	name: string,
	parentName: string | undefined,
	aliasOfParent: string,
): string {
	if (!parentName || !name.startsWith(parentName)) return name;
	return parseUrn(aliasOfParent).name + name.slice(parentName.length);
}
