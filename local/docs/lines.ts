/** Where a file's text is read from; undefined where there is no such file. */
export type ReadLines = (path: string) => readonly string[] | undefined;

/** A link into code: `[words](../path#L12 "a text of that line")`; a quote in the text is written `\"`. */
const linkToLine = /\[([^\]]*)\]\(([^)\s#]+)#L(\d+)(\s+)"((?:[^"\\]|\\.)+)"\)/g;

/**
 * A document with the number of each link into code set to the one line that has the link's text, in the link and in the
 * `path:12` of its words. `problems`: a sentence for each text that is on no line, or on several.
 */
export function withLines(
	text: string,
	{ path, read }: { path: string; read: ReadLines },
): { text: string; problems: string[] } {
	const problems: string[] = [];
	const renumbered = (link: string, ...parts: string[]) => {
		const [words = "", target = "", , space = "", quoted = ""] = parts;
		const file = resolved(path, target);
		const wanted = quoted.replaceAll(/\\(.)/g, "$1");
		const found = numbersOf(wanted, read(file));
		const [number, ...more] = found ?? [];
		if (number !== undefined && more.length === 0) {
			const named = words.replaceAll(/(?<=\.\w+:)\d+/g, String(number));
			return `[${named}](${target}#L${number}${space}"${quoted}")`;
		}
		const why =
			found === undefined
				? "there is no such file"
				: number === undefined
					? "none has: quote the line that says so now"
					: `lines ${found.join(", ")} have: quote more of it`;
		problems.push(
			`${path} links to the line of ${file} that has \`${wanted}\`, and ${why}.`,
		);
		return link;
	};
	return { text: text.replaceAll(linkToLine, renumbered), problems };
}

/** From 1. */
function numbersOf(
	wanted: string,
	lines: readonly string[] | undefined,
): number[] | undefined {
	return lines?.flatMap((line, i) => (line.includes(wanted) ? [i + 1] : []));
}

/** A link's target from the root, as the document at `from` has it. */
export function resolved(from: string, target: string): string {
	const parts = from.split("/").slice(0, -1);
	for (const part of target.split("/"))
		if (part === "..") parts.pop();
		else if (part !== ".") parts.push(part);
	return parts.join("/");
}
