import { code, type Group, type Line, listed, words } from "./page";

export interface Placed {
	service: string;
	region: string;
	line: Line;
}

/** What stands for the region in lines that are alike in several, and, where there are two, for the other one. */
const thisRegion = "{region}";
const otherRegion = "{other region}";

/** By service, and within it by the regions in which the same happens: what is alike is said once. */
export function grouped(lines: readonly Placed[]): Group[] {
	const services = [...new Set(lines.map(({ service }) => service))].sort();
	const regions = [...new Set(lines.map(({ region }) => region))].filter(
		Boolean,
	);
	return services.flatMap((service) => {
		const own = lines.filter((each) => each.service === service);
		return byRegions(own, regions).map(([where, alike]) => ({
			heading: words(
				code(service),
				where.length > 0 ? [" in ", ...listed(where)] : [],
			),
			lines: alike,
		}));
	});
}

function byRegions(
	lines: readonly Placed[],
	all: readonly string[],
): [string[], Line[]][] {
	const found = new Map<string, { regions: string[]; line: Line; own: Line }>();
	for (const { region, line } of lines) {
		const masked = mask(line, region, all);
		const key = JSON.stringify(masked);
		const known = found.get(key);
		if (!known) found.set(key, { regions: [region], line: masked, own: line });
		else if (!known.regions.includes(region)) known.regions.push(region);
	}
	const groups = new Map<string, [string[], Line[]]>();
	for (const { regions, line, own } of found.values()) {
		const named = regions.filter(Boolean).sort();
		const key = named.join();
		const group = groups.get(key) ?? [named, []];
		group[1].push(named.length > 1 ? line : own);
		groups.set(key, group);
	}
	return [...groups.values()];
}

function mask(line: Line, region: string, all: readonly string[]): Line {
	if (!region) return line;
	const other = all.length === 2 ? all.find((each) => each !== region) : "";
	const text = JSON.stringify(line).replaceAll(region, thisRegion);
	return JSON.parse(other ? text.replaceAll(other, otherRegion) : text);
}
