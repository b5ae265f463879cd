/** Characters that are shown of a value, and before what differs in it. */
const longest = 160;
const context = 40;

/** A long text from a little before where it differs from another one. */
export function shortened(text: string, other = ""): string {
	if (text.length <= longest) return text;
	const start = Math.max(0, differsAt(text, other) - context);
	const end = start + longest;
	return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

function differsAt(text: string, other: string): number {
	if (!other) return 0;
	let i = 0;
	while (i < text.length && text[i] === other[i]) i++;
	return i === text.length ? 0 : i;
}
