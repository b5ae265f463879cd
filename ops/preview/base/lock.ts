import * as z from "zod";

const entry = z.object({
	version: z.string().optional(),
	integrity: z.string().optional(),
	optional: z.boolean().optional(),
	devOptional: z.boolean().optional(),
	link: z.boolean().optional(),
	inBundle: z.boolean().optional(),
});

/** `package-lock.json`, and npm's note of what it has installed, `node_modules/.package-lock.json`. */
const schema = z.object({ packages: z.record(z.string(), entry) });

/**
 * Whether what is installed is what a lock file asks for: every package in its place and version. Packages that only other
 * platforms need may be missing; one more at the top does no harm, but inside another package it would hide one.
 */
export function satisfies(installed: string, lock: string): boolean {
	const has = parsed(installed);
	const wants = parsed(lock);
	if (!has || !wants) return false;
	const all = Object.entries(wants).filter(([place]) => place !== "");
	const isThere = all.every(([place, { version, integrity, optional }]) => {
		const found = has[place];
		if (!found) return optional === true;
		return found.version === version && found.integrity === integrity;
	});
	const hides = Object.keys(has).some(
		(place) => !(place in wants) && place.split("node_modules/").length > 2,
	);
	return isThere && !hides;
}

function parsed(text: string) {
	try {
		return schema.parse(JSON.parse(text)).packages;
	} catch {
		return undefined;
	}
}
