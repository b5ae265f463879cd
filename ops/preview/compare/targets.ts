import type { Recording, Registered } from "../record/recording";
import { parseUrn } from "../record/urn";
import type { Report } from "../report";
import { matched } from "./match";
import { propertyChanges } from "./properties";

type Target = Report["targets"][number];

/** Where the resources go: another profile, role, region or provider may be another account, where nothing of them is. */
export function compareTargets(before: Recording, after: Recording): Target[] {
	return [
		...settingChanges(before.providerSettings, after.providerSettings),
		...providerChanges(before.resources, after.resources),
		...moved(before.resources, after.resources),
	];
}

function settingChanges(
	before: Record<string, string>,
	after: Record<string, string>,
): Target[] {
	const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...keys]
		.sort()
		.filter((key) => before[key] !== after[key])
		.map((key) => ({
			subject: key,
			...(before[key] !== undefined && { before: before[key] }),
			...(after[key] !== undefined && { after: after[key] }),
			resources: [],
		}));
}

function isProvider({ type }: Registered): boolean {
	return type.startsWith("pulumi:providers:");
}

/** What an explicit provider is made with, but for the version of its plugin. */
function providerChanges(
	before: readonly Registered[],
	after: readonly Registered[],
): Target[] {
	const pairs = matched(before.filter(isProvider), after.filter(isProvider));
	return pairs.flatMap(({ before: old, after: now }) => {
		if (!old || !now) return [];
		const inputs = [old, now].map(({ inputs: { version, ...rest } }) => rest);
		return propertyChanges(inputs[0], inputs[1]).map(({ path, ...rest }) => ({
			subject: `provider ${now.name}`,
			field: path,
			...rest,
			resources: [],
		}));
	});
}

/** One of each two providers, whoever has them. */
function moved(
	before: readonly Registered[],
	after: readonly Registered[],
): Target[] {
	const found = new Map<string, Target>();
	for (const { before: old, after: now } of matched(before, after)) {
		if (!old?.custom || !now || isProvider(now)) continue;
		const [was, is] = [nameOf(old.provider), nameOf(now.provider)];
		if (was === is) continue;
		const key = JSON.stringify([was, is]);
		const known = found.get(key);
		if (known) known.resources.push(now.name);
		else
			found.set(key, {
				subject: "provider",
				before: was,
				after: is,
				resources: [now.name],
			});
	}
	return [...found.values()].map((each) => ({
		...each,
		resources: each.resources.sort(),
	}));
}

/** Of `<URN>::<id>`; without one it is the provider of the settings. */
function nameOf(reference: string): string {
	const [name = ""] = parseUrn(reference).name.split("::");
	return name || "the default one";
}
