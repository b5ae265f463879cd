import * as z from "zod";
import { UserError } from "../../local/user-error";
import { GitHubError, type Repository } from "./repository";

/** The label of a pull request that wants to run as a stack of its own. */
const label = "environment";

const pull = z.object({
	state: z.string(),
	labels: z.array(z.object({ name: z.string() })),
});

const stacks = z.array(z.object({ name: z.string() }));

/** Whether a pull request is to have a stack, as it is now. */
export async function isWanted(
	repository: Repository,
	pullRequest: number,
): Promise<boolean> {
	const { state, labels } = await repository.one(`pulls/${pullRequest}`, pull);
	return state === "open" && labels.some(({ name }) => name === label);
}

/** Of the stacks that `pulumi stack ls --json` has printed those of pull requests that want none. */
export async function leftOver(
	repository: Repository,
	listed: string,
): Promise<string[]> {
	const left: string[] = [];
	for (const { name } of parsed(listed)) {
		const [, number] = /^pr-([1-9]\d*)$/.exec(name) ?? [];
		if (number && (await isOver(repository, Number(number)))) left.push(name);
	}
	return left;
}

/** A stack whose number is no pull request's somebody has made for something else. */
async function isOver(repository: Repository, number: number) {
	try {
		return !(await isWanted(repository, number));
	} catch (error) {
		if (error instanceof GitHubError && error.status === 404) return false;
		throw error;
	}
}

function parsed(listed: string) {
	try {
		return stacks.parse(JSON.parse(listed));
	} catch {
		throw new UserError(
			"The file is not what `pulumi stack ls --json` prints.",
		);
	}
}
