import { statefulTypes } from "../../../components/stateful";
import type { Recording, Registered } from "../record/recording";
import type { Report, ResourceChange, StatefulChange } from "../report";
import { codeChange } from "./bundle";
import { heldBy, holdsUnknown, lostWith, noteOn } from "./consequences";
import { matched, type Pair } from "./match";
import { type PlaceOf, Places } from "./place";
import { propertyChanges } from "./properties";
import { protectionsOff } from "./protections";
import {
	follow,
	isListed,
	isTriggered,
	type Verdict,
	verdictOf,
} from "./replacement";
import { replicaLosses, replicaNames } from "./replicas";
import { canonical } from "./values";

export interface ResourceChanges {
	stateful: StatefulChange[];
	protections: Report["protections"];
	/** All others. */
	resources: ResourceChange[];
	unchanged: number;
	unusedReplacements: Report["unusedReplacements"];
	unlisted: string[];
}

/** What a deployment would do to each resource, if the state were what the base's program says. */
export function compareResources(
	before: Recording,
	after: Recording,
	/** URNs of the resources of which the permissions say something. */
	told: ReadonlySet<string> = new Set(),
): ResourceChanges {
	const pairs = matched(
		before.resources.filter(isManaged),
		after.resources.filter(isManaged),
	);
	const verdicts = new Map<string, Verdict>();
	for (const pair of pairs) {
		const changed = changedInputs(pair);
		const { before: old, after: now } = pair;
		if (old && now && (changed.length > 0 || isTriggered(old, now)))
			verdicts.set(now.urn, verdictOf(old, now, changed));
	}
	follow(pairs, verdicts);

	const placeOf = placing(before, after);
	const custom = pairs.filter(({ before: old, after: now }) =>
		Boolean((now ?? old)?.custom),
	);
	const changes: ResourceChange[] = [];
	const stateful: StatefulChange[] = [];
	const replicas: StatefulChange[] = [];
	for (const pair of custom) {
		const change = changeOf(pair, verdicts, placeOf, [before, after], told);
		if (!change) continue;
		const loss = lossOf(change, pair.before, after.replacements);
		if (loss) stateful.push({ ...loss, ...hinted(loss, custom) });
		else changes.push(change);
		// A table that is surely replaced takes its replicas along, and is told.
		if (loss?.change !== "replace") {
			replicas.push(...replicaLosses(pair, change.service, after));
		}
	}
	const remaining = custom.filter(({ after: now }) => now);
	const changed = [...changes, ...stateful].filter(
		({ change }) => change !== "delete",
	);
	const losses = [...stateful, ...replicas].sort(byPlaceAndName);
	return {
		stateful: losses,
		protections: protectionsOff(custom, placeOf),
		resources: changes.sort(byPlaceAndName),
		unchanged: remaining.length - changed.length,
		unusedReplacements: unused(after.replacements, losses, custom),
		unlisted: unlistedTypes(changes),
	};
}

/** Providers are no resources in the cloud. */
function isManaged({ type }: Registered): boolean {
	return !type.startsWith("pulumi:");
}

/** The inputs that differ, but for those that the program tells Pulumi to ignore. */
function changedInputs({ before, after }: Pair): string[] {
	if (!before || !after) return [];
	const keys = new Set([
		...Object.keys(before.inputs),
		...Object.keys(after.inputs),
	]);
	return [...keys].sort().filter((key) => {
		if (after.ignoreChanges.includes(key)) return false;
		return canonical(before.inputs[key]) !== canonical(after.inputs[key]);
	});
}

/** A resource is placed among those of its own tree. */
function placing(before: Recording, after: Recording): PlaceOf {
	const regions = [...new Set([...after.regions, ...before.regions])];
	const [old, now] = [before, after].map(
		({ resources }) => new Places(resources, regions),
	);
	const isNow = new Set(after.resources);
	return (resource) =>
		(isNow.has(resource) ? now : old)?.of(resource) ?? {
			service: "",
			region: "",
		};
}

const options = ["protect", "retainOnDelete"] as const;

function changeOf(
	{ before, after }: Pair,
	verdicts: ReadonlyMap<string, Verdict>,
	placeOf: PlaceOf,
	trees: [Recording, Recording],
	told: ReadonlySet<string>,
): ResourceChange | undefined {
	const either = after ?? before;
	if (!either) return undefined;
	const base = {
		...placeOf(either),
		name: either.name,
		type: either.type,
		properties: [],
		replacedBy: [],
		follows: [],
	};
	if (!before) return { ...base, change: "create" };
	if (!after) return { ...base, change: "delete", ...noted(before) };

	const properties = [
		...changedInputs({ before, after }).flatMap((key) =>
			propertyChanges(before.inputs[key], after.inputs[key], key),
		),
		...propertyChanges(
			before.replacementTrigger,
			after.replacementTrigger,
			"(option) replacementTrigger",
		),
		...options.flatMap((option) =>
			propertyChanges(before[option], after[option], `(option) ${option}`),
		),
	];
	const verdict = verdicts.get(after.urn);
	if (!verdict && properties.length === 0) return undefined;
	const { change, replacedBy, follows } = verdict ?? {
		change: "update",
		replacedBy: [],
		follows: [],
	};
	const code = codeChange(...trees, [before.inputs.code, after.inputs.code]);
	const isOther = before.inputs.code !== after.inputs.code;
	return {
		...base,
		change,
		properties,
		replacedBy,
		follows,
		...([before, after].some(({ urn }) => told.has(urn)) && {
			inPermissions: true,
		}),
		...(before.name !== after.name && { renamedFrom: before.name }),
		...(code && isOther && { code }),
		...(change !== "update" && noted(after)),
	};
}

function noted(resource: Registered) {
	const note = noteOn(resource);
	if (note !== undefined) return { note };
	return isListed(resource.type)
		? {}
		: { note: holdsUnknown, unknownLoss: true };
}

/** The change as a loss, if the resource holds something that nobody can make again. */
function lossOf(
	{ change, note, unknownLoss, ...rest }: ResourceChange,
	before: Registered | undefined,
	replacements: readonly string[],
): StatefulChange | undefined {
	if (!before || !statefulTypes.includes(rest.type)) return undefined;
	if (change === "create" || change === "update") return undefined;
	return {
		...rest,
		change,
		lost: lostWith(before),
		held: heldBy(before),
		allowed: replacements.includes(rest.name),
	};
}

/** What is deleted while another of its type is new may only have another name. */
function hinted(
	{ change, type }: StatefulChange,
	pairs: readonly Pair[],
): { perhapsNow?: string[] } {
	const created = pairs.flatMap(({ before, after }) =>
		after && !before && after.type === type ? [after.name] : [],
	);
	return change === "delete" && created.length > 0
		? { perhapsNow: created.sort() }
		: {};
}

/** What `replacements` allows and nothing asks for. */
function unused(
	replacements: readonly string[],
	stateful: readonly StatefulChange[],
	pairs: readonly Pair[],
): Report["unusedReplacements"] {
	const names = new Set(
		pairs.flatMap((pair) =>
			[pair.before, pair.after].flatMap((each) =>
				each ? [each.name, ...replicaNames(each)] : [],
			),
		),
	);
	return replacements
		.filter((name) => stateful.every((each) => each.name !== name))
		.map((name) => ({ name, exists: names.has(name) }));
}

function unlistedTypes(changes: readonly ResourceChange[]): string[] {
	const types = changes
		.filter(({ change, type }) => change === "update" && !isListed(type))
		.map(({ type }) => type);
	return [...new Set(types)].sort();
}

type Named = Pick<ResourceChange, "service" | "region" | "name" | "type">;

function byPlaceAndName(a: Named, b: Named): number {
	const key = ({ service, region, name, type }: Named) =>
		[service, region, name, type].join("\0");
	return key(a) < key(b) ? -1 : 1;
}
