import type { Recording } from "../record/recording";
import type { PermissionChange } from "../report";
import { type Grant, grantsOf } from "./grants";
import { routeGrants } from "./routes";
import { canonical } from "./values";

/** Who can newly do what, and who no longer can. */
export function comparePermissions(
	before: Recording,
	after: Recording,
): PermissionChange[] {
	const regions = [...new Set([...after.regions, ...before.regions])];
	const all = (recording: Recording) => [
		...grantsOf(recording, regions),
		...routeGrants(recording, regions),
	];
	const [old, now] = [byKey(all(before)), byKey(all(after))];
	const only = (these: Map<string, Grant>, others: Map<string, Grant>) =>
		[...these].filter(([key]) => !others.has(key)).map(([, grant]) => grant);
	return [
		...gathered(only(now, old), "new"),
		...gathered(only(old, now), "gone"),
	].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function byKey(grants: readonly Grant[]): Map<string, Grant> {
	return new Map(grants.map((grant) => [canonical(grant), grant]));
}

/** The actions of one party on one thing, together. */
function gathered(
	grants: readonly Grant[],
	change: "new" | "gone",
): PermissionChange[] {
	const found = new Map<string, PermissionChange>();
	for (const { action, ...rest } of grants) {
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
