import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../../local/user-error";
import { pullRequestOf, writeComment } from "./comment";
import { isWanted, leftOver } from "./environments";
import { closeIssue, writeIssue } from "./issue";
import { noteFile } from "./note";
import { Repository } from "./repository";

interface CommentOptions {
	marker: string;
	file: string;
	header?: string;
	pullRequest?: number;
	head?: string;
	sha?: string;
}

interface IssueOptions {
	marker: string;
	title?: string;
	file?: string;
	close?: true;
}

type Print = (line: string) => void;

const marker = [
	"--marker <text>",
	"by which the next run finds it; readers do not see it",
] as const;

/** What workflows say to people, `ops comment` and `ops issue`, and what they ask of pull requests: `ops environment` and `ops leftover`. */
export function githubCommands(
	print: Print,
	environment: NodeJS.ProcessEnv = process.env,
): Command[] {
	const comment = new Command("comment")
		.description(
			"In a workflow: write one comment on a pull request, the next time edit it",
		)
		.requiredOption(...marker)
		.requiredOption("--file <path>", "what it says, in Markdown")
		.option("--header <text>", "stands above it")
		.option("--pull-request <number>", "of the pull request", number)
		.option("--head <owner:branch>", "or where the pull request comes from")
		.option("--sha <commit>", "and its last commit")
		.action((options: CommentOptions) =>
			comments(Repository.of(environment), options, print),
		);
	const issue = new Command("issue")
		.description("In a workflow: open one issue, the next time edit it")
		.requiredOption(...marker)
		.option("--title <text>", "its title")
		.option("--file <path>", "what it says, in Markdown")
		.option("--close", "close it instead, if there is one")
		.action((options: IssueOptions) =>
			issues(Repository.of(environment), options, print),
		);
	const environmentOf = new Command("environment")
		.description(
			"In a workflow: whether a pull request is to have a stack now, open and with the label",
		)
		.requiredOption("--pull-request <number>", "of the pull request", number)
		.action(async ({ pullRequest }: { pullRequest: number }) =>
			print(
				`wanted=${await isWanted(Repository.of(environment), pullRequest)}`,
			),
		);
	const leftover = new Command("leftover")
		.description(
			"In a workflow: the stacks of pull requests that are closed or without the label, as JSON",
		)
		.requiredOption("--stacks <path>", "what `pulumi stack ls --json` printed")
		.action(async ({ stacks }: { stacks: string }) => {
			const listed = await noteFile(stacks);
			const left = await leftOver(Repository.of(environment), listed);
			print(JSON.stringify(left));
		});
	return [comment, issue, environmentOf, leftover];
}

async function comments(
	repository: Repository,
	options: CommentOptions,
	print: Print,
): Promise<void> {
	const { marker, file, header, pullRequest, head, sha } = options;
	if ((pullRequest === undefined) === (head === undefined || sha === undefined))
		throw new UserError(
			"Either --pull-request, or --head and --sha: which pull request is it?",
		);
	const text = await noteFile(file);
	const number =
		pullRequest ??
		(await pullRequestOf(repository, { label: head ?? "", sha: sha ?? "" }));
	if (number === undefined) {
		print(
			`No open pull request of ${head} ends with ${sha}: nothing is written.`,
		);
		return;
	}
	const done = await writeComment(repository, number, marker, { text, header });
	print(`The comment on #${number} is ${done}.`);
}

async function issues(
	repository: Repository,
	{ marker, title, file, close }: IssueOptions,
	print: Print,
): Promise<void> {
	if (close) {
		const closed = await closeIssue(repository, marker);
		print(closed > 0 ? "The issue is closed." : "There is no issue to close.");
		return;
	}
	if (!title || !file)
		throw new UserError("Either --close, or --title and --file.");
	const text = await noteFile(file);
	const done = await writeIssue(repository, marker, { title, text });
	print(`The issue is ${done}.`);
}

function number(text: string): number {
	if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError("a number");
	return Number(text);
}
