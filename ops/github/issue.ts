import * as z from "zod";
import { isOurs, note, written } from "./note";
import { ourselves, type Repository } from "./repository";

const issue = written.extend({ number: z.int() });

/** The open issues of this marker: one, unless somebody has opened a closed one again. */
async function openOnes(repository: Repository, marker: string) {
	const creator = encodeURIComponent(ourselves);
	const issues = await repository.all(
		`issues?state=open&creator=${creator}`,
		issue,
	);
	return issues.filter((each) => isOurs(marker, each));
}

/** Opens the one issue of this marker, or writes it anew. */
export async function writeIssue(
	repository: Repository,
	marker: string,
	{ title, text }: { title: string; text: string },
): Promise<"opened" | "edited"> {
	const [mine] = await openOnes(repository, marker);
	const body = note(marker, { text });
	if (!mine) {
		await repository.send("POST", "issues", { title, body });
		return "opened";
	}
	await repository.send("PATCH", `issues/${mine.number}`, { title, body });
	return "edited";
}

/** Closes it; how many there were. */
export async function closeIssue(
	repository: Repository,
	marker: string,
): Promise<number> {
	const mine = await openOnes(repository, marker);
	for (const { number } of mine)
		await repository.send("PATCH", `issues/${number}`, { state: "closed" });
	return mine.length;
}
