import type { Recording } from "../record/recording";
import type { PermissionChange } from "../report";
import { type Given, type Grant, grantsOf } from "./grants";
import { routeGrants } from "./routes";
import { unreadable } from "./unreadable";
import { canonical } from "./values";

export interface Permissions {
	permissions: PermissionChange[];
	/** URNs of the resources of which something is said. */
	told: ReadonlySet<string>;
}

/** Who can newly do what, who no longer can, and which policies cannot be read. */
export function comparePermissions(
	before: Recording,
	after: Recording,
): Permissions {
	const regions = [...new Set([...after.regions, ...before.regions])];
	const unread = unreadable(before, after, regions);
	const all = (recording: Recording) =>
		byKey(
			[
				...grantsOf(recording, regions),
				...routeGrants(recording, regions),
			].filter((given) => !unread.hides(given)),
		);
	const [old, now] = [all(before), all(after)];
	const only = (these: Grants, others: Grants) =>
		[...these].filter(([key]) => !others.has(key)).map(([, given]) => given);
	const [come, gone] = [only(now, old), only(old, now)];
	return {
		permissions: [
			...gathered(come, "new"),
			...gathered(gone, "gone"),
			...unread.changes,
		].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
		told: new Set([
			...[...come, ...gone].flatMap(({ urns }) => urns),
			...unread.urns,
		]),
	};
}

/** What several resources grant alike is one. */
type Grants = Map<string, { grant: Grant; urns: string[] }>;

function byKey(given: readonly Given[]): Grants {
	const grants: Grants = new Map();
	for (const [urn, grant] of given) {
		const key = canonical(grant);
		const known = grants.get(key);
		if (known) known.urns.push(urn);
		else grants.set(key, { grant, urns: [urn] });
	}
	return grants;
}

/** The actions of one party on one thing, together. */
function gathered(
	grants: readonly { grant: Grant }[],
	change: "new" | "gone",
): PermissionChange[] {
	const found = new Map<string, PermissionChange>();
	for (const {
		grant: { action, ...rest },
	} of grants) {
		const key = canonical(rest);
		const known = found.get(key);
		if (known) known.actions.push(action);
		else found.set(key, { ...rest, change, actions: [action] });
	}
	return [...found.values()].map((each) => ({
		...each,
		actions: each.actions.sort(),
	}));
}

function sortKey(each: PermissionChange): string {
	const { service, region, who, on, change, condition = "" } = each;
	// What anybody can comes first.
	const first = each.public && change === "new" ? "0" : "1";
	return [first, service, region, who, on, change, condition].join("\0");
}
