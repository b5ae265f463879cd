import type { Contract } from "../contract";

/** Rows and rules that do not fit each other: what is published, and who writes a view. */
export function misusedRows(contract: Contract): string[] {
	const { name, rows, produces, consumes, rules } = contract;
	const problems: string[] = [];
	for (const [type, { from, when }] of Object.entries(produces)) {
		const row = rows[from];
		if (row?.kind !== "published")
			problems.push(
				`${name}: ${type} is made from the row "${from}", which is not published`,
			);
		for (const field of Object.keys(when ?? {}))
			if (row && !(field in row.fields))
				problems.push(
					`${name}: ${type} depends on "${field}", which the row "${from}" does not have`,
				);
	}
	for (const [row, { kind }] of Object.entries(rows)) {
		const events = Object.values(produces).filter(({ from }) => from === row);
		if (kind === "published" && events.length === 0)
			problems.push(
				`${name}: the row "${row}" is published, but no event is made from it`,
			);
		const writers = Object.entries(rules).filter(
			([, rule]) => "materializes" in rule && rule.materializes === row,
		);
		if (writers.length > 0 && kind !== "materialized")
			problems.push(
				`${name}: the rule "${writers[0]?.[0]}" materializes "${row}", which is ${kind}: a view is a row of its own`,
			);
		if (writers.length > 1)
			problems.push(
				`${name}: the row "${row}" is written by the rules ${writers.map(([rule]) => `"${rule}"`).join(" and ")}: one row, one writer`,
			);
		if (kind === "materialized" && writers.length === 0)
			problems.push(`${name}: no rule materializes the row "${row}"`);
	}
	for (const type of Object.keys(consumes))
		if (!Object.values(rules).some(({ on }) => on.includes(type)))
			problems.push(`${name} consumes ${type}, but no rule handles it`);
	return problems;
}
