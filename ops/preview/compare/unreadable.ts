import type { Recording, Registered } from "../record/recording";
import type { PermissionChange } from "../report";
import { statementsOf } from "./document";
import { type Given, memberOf } from "./grants";
import { matched } from "./match";
import { Places } from "./place";
import { canonical, holdsUnknown } from "./values";

/** The inputs that are policies. */
const documents = ["policy", "assumeRolePolicy"];

interface Unreadable {
	changes: PermissionChange[];
	urns: ReadonlySet<string>;
	/** Whether a grant is of a policy whose other side cannot be read: it is neither new nor gone. */
	hides: (given: Given) => boolean;
}

/** Policies that changed and are secret or not known yet, before or now: what they allow cannot be compared. */
export function unreadable(
	before: Recording,
	after: Recording,
	regions: readonly string[],
): Unreadable {
	const places = new Places(after.resources, regions);
	const hiddenOf = new Map<string, string[]>();
	const changes: PermissionChange[] = [];
	for (const pair of matched(before.resources, after.resources)) {
		const { before: old, after: now } = pair;
		if (!old || !now?.custom) continue;
		const hidden = documents.filter((name) => isHidden(old, now, name));
		if (hidden.length === 0) continue;
		hiddenOf.set(old.urn, hidden).set(now.urn, hidden);
		changes.push({
			...places.of(now),
			change: "changed",
			kind: hidden.includes("assumeRolePolicy") ? "trust" : "resource",
			effect: "allow",
			who: memberOf(now) ?? now.name,
			actions: [],
			on: now.name,
			public: false,
		});
	}
	return {
		changes,
		urns: new Set(hiddenOf.keys()),
		hides: ([urn, { kind }]) =>
			hiddenOf
				.get(urn)
				?.includes(kind === "trust" ? "assumeRolePolicy" : "policy") ?? false,
	};
}

function isHidden(old: Registered, now: Registered, name: string): boolean {
	const [was, is] = [old.inputs[name], now.inputs[name]];
	if (now.ignoreChanges.includes(name)) return false;
	if (canonical(was) === canonical(is)) return false;
	return [was, is].some(
		(each) => each !== undefined && (!statementsOf(each) || holdsUnknown(each)),
	);
}
