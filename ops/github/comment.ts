import * as z from "zod";
import { isOurs, type NoteText, note, written } from "./note";
import type { Repository } from "./repository";

/** Where a pull request comes from, as GitHub's own event says. */
export interface Head {
	/** Such as `somebody:branch`. */
	label: string;
	/** The commit that a report is about. */
	sha: string;
}

const comment = written.extend({ id: z.int() });

const pull = z.object({ number: z.int(), head: z.object({ sha: z.string() }) });

/** The number of the open pull request whose last commit it is; none, if a newer one has come. */
export async function pullRequestOf(
	repository: Repository,
	{ label, sha }: Head,
): Promise<number | undefined> {
	const head = encodeURIComponent(label);
	const pulls = await repository.all(`pulls?state=open&head=${head}`, pull);
	return pulls.find((each) => each.head.sha === sha)?.number;
}

/** Writes the one comment of this marker, or writes it anew. */
export async function writeComment(
	repository: Repository,
	pullRequest: number,
	marker: string,
	says: NoteText,
): Promise<"created" | "edited"> {
	const path = `issues/${pullRequest}/comments`;
	const comments = await repository.all(path, comment);
	const mine = comments.find((each) => isOurs(marker, each));
	const body = note(marker, says);
	if (!mine) {
		await repository.send("POST", path, { body });
		return "created";
	}
	await repository.send("PATCH", `issues/comments/${mine.id}`, { body });
	return "edited";
}
