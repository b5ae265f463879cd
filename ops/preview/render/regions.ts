import { code, type Group, type Line, listed, words } from "./page";

export interface Placed {
	service: string;
	region: string;
	line: Line;
}

/** What stands for the region in lines that are alike in several. */
const anyRegion = "{region}";

/** By service, and within it by the regions in which the same happens: what is alike is said once. */
export function grouped(lines: readonly Placed[]): Group[] {
	const services = [...new Set(lines.map(({ service }) => service))].sort();
	return services.flatMap((service) => {
		const own = lines.filter((each) => each.service === service);
		return byRegions(own).map(([regions, alike]) => ({
			heading: words(
				code(service),
				regions.length > 0 ? [" in ", listed(regions)].flat() : [],
			),
			lines: alike,
		}));
	});
}

function byRegions(lines: readonly Placed[]): [string[], Line[]][] {
	const found = new Map<string, { regions: string[]; line: Line; own: Line }>();
	for (const { region, line } of lines) {
		const masked = mask(line, region);
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

function mask(line: Line, region: string): Line {
	if (!region) return line;
	const text = JSON.stringify(line).replaceAll(region, anyRegion);
	return JSON.parse(text);
}
