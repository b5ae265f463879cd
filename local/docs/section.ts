import { UserError } from "../user-error";

/** A text with the part between a section's two marks replaced. */
export function withSection(
	text: string,
	name: string,
	content: string,
): string {
	const [start, end] = [mark(name), mark(`/${name}`)];
	const [before, rest, ...more] = text.split(start);
	const [, after, ...evenMore] = rest?.split(end) ?? [];
	if (after === undefined || more.length > 0 || evenMore.length > 0)
		throw new UserError(
			`The README must have ${start} once, and ${end} once after it: that is where \`npm run docs\` writes.`,
		);
	return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

const mark = (name: string) => `<!-- ${name} -->`;
