import { lstat, readFile } from "node:fs/promises";
import * as z from "zod";
import { UserError } from "../../local/user-error";
import { ourselves } from "./repository";

/** Characters; GitHub takes 65,536. */
const longest = 60_000;
/** Bytes: what is larger is no report. */
const largestFile = 1024 * 1024;

const firstLine = (marker: string) => `<!-- ${marker} -->`;

/** Whether a text is the note of this marker: readers do not see it. */
export function isNote(marker: string, text: string | null): boolean {
	return text?.split(/\r?\n/, 1)[0] === firstLine(marker);
}

/** A comment or an issue. */
export const written = z.object({
	body: z.string().nullable(),
	user: z.object({ login: z.string() }).nullable(),
});

/** Whether it is ours and the note of this marker. */
export function isOurs(
	marker: string,
	{ body, user }: z.infer<typeof written>,
): boolean {
	return user?.login === ourselves && isNote(marker, body);
}

export interface NoteText {
	text: string;
	/** Of the workflow's own; above the text, where nothing in the text can hide it. */
	header?: string | undefined;
}

/** A text to post, whoever wrote it: marked, short enough, calling nobody by name, and all of it visible. */
export function note(marker: string, { text, header }: NoteText): string {
	const said = isNote(marker, text)
		? text.split("\n").slice(1).join("\n")
		: text;
	// A space without width behind the @, as GitHub mails whoever is mentioned; and in what would open a comment.
	const quiet = said
		.replace(/@(?=\w)/g, "@\u200b")
		.replaceAll("<!--", "<\u200b!--");
	return [
		firstLine(marker),
		...(header ? [header, ""] : []),
		fitted(quiet),
	].join("\n");
}

function fitted(text: string): string {
	if (text.length <= longest) return text;
	const cut = text.slice(0, text.lastIndexOf("\n", longest));
	return `${cut}\n${fenceEnd(cut)}\n… (cut: it is too long for GitHub)\n`;
}

/** The text of a file that somebody else may have made. */
export async function noteFile(path: string): Promise<string> {
	const file = await lstat(path).catch(() => undefined);
	if (!file) throw new UserError(`There is no ${path}.`);
	if (!file.isFile()) throw new UserError(`${path} is not a file.`);
	if (file.size > largestFile)
		throw new UserError(`${path} has ${file.size} bytes: that is no report.`);
	return readFile(path, "utf8");
}

/** Ends a block of code that was cut. */
function fenceEnd(text: string): string {
	return (text.match(/^```/gm) ?? []).length % 2 === 1 ? "```" : "";
}
