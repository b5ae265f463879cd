/** The name that takes the fewest edits: for "did you mean". */
export function nearest(
	name: string,
	names: readonly string[],
): string | undefined {
	const distances = names.map((each) => edits(name, each));
	return names[distances.indexOf(Math.min(...distances))];
}

/** Levenshtein's distance, row by row. */
function edits(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (const [i, char] of [...a].entries()) {
		const next = [i + 1];
		for (let j = 0; j < b.length; j++)
			next.push(
				Math.min(
					(row[j] ?? 0) + (char === b[j] ? 0 : 1),
					(row[j + 1] ?? 0) + 1,
					(next[j] ?? 0) + 1,
				),
			);
		row = next;
	}
	return row.at(-1) ?? 0;
}
