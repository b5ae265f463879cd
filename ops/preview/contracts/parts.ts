import { propertyChanges } from "../compare/properties";
import type { Schema } from "../record/recording";
import type { ContractChange } from "../report";
import { fieldsOf } from "./fields";

/** What changed of an event, a route or a row. */
export type Part = Omit<ContractChange, "service" | "subject">;

export function fieldParts(old: Schema, now: Schema, side: string): Part[] {
	const [was, is] = [fieldsOf(old), fieldsOf(now)];
	const paths = new Set([...Object.keys(was), ...Object.keys(is)]);
	return [...paths].sort().flatMap((path): Part[] => {
		const [before, after] = [was[path], is[path]];
		// A schema that is not there has one field: itself, of which nothing is said.
		const isThere = (text: string | undefined) =>
			text !== undefined && text !== "";
		if (before === after || (!isThere(before) && !isThere(after))) return [];
		const field = [side, path].filter(Boolean).join(".");
		return [
			{
				change: !isThere(before)
					? "added"
					: !isThere(after)
						? "removed"
						: "changed",
				field: field || "body",
				...(isThere(before) && { before }),
				...(isThere(after) && { after }),
			},
		];
	});
}

export function termParts(old: unknown, now: unknown): Part[] {
	return propertyChanges(old, now).map(({ path, before, after }) => ({
		change:
			before === undefined
				? "added"
				: after === undefined
					? "removed"
					: "changed",
		field: path,
		...(before !== undefined && { before }),
		...(after !== undefined && { after }),
	}));
}
