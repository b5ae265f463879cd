import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readStackConfig } from "../../local/provision/stack-config";
import { UserError } from "../../local/user-error";
import { Repository } from "./base/git";
import { checkOut } from "./base/tree";
import { compare, nothing } from "./compare";
import { evaluate } from "./record/evaluate";
import type { Recording } from "./record/recording";
import type { Report } from "./report";

export interface PreviewOptions {
	/** The folder of Pulumi.yaml. */
	root: string;
	stack: string;
	/** What to compare with; by default the commit at which the work left main. */
	base?: string | undefined;
	/** Hears what takes long. */
	say: (line: string) => void;
}

/** Evaluates the program as it was and as it is, both at once, and compares them. Throws a {@link UserError}. */
export async function preview(options: PreviewOptions): Promise<Report> {
	const { root, stack, say } = options;
	checkStack(root, stack);
	const repository = await Repository.of(root);
	const base = options.base
		? { ref: options.base, commit: await repository.commitOf(options.base) }
		: await repository.forkPoint();
	say(
		`comparing the working tree with ${base.ref} (${base.commit.slice(0, 12)}) …`,
	);

	const key = randomBytes(16).toString("hex");
	const [now, before] = await Promise.allSettled([
		recorded(
			{ root, stack, key },
			(failure) => `The program fails:\n${failure}`,
		),
		recordedBase(repository, { root, stack, key, say, ...base }),
	]);
	if (now.status === "rejected") throw now.reason;
	if (before.status === "rejected") throw before.reason;
	return compare(
		stack,
		{ ...base, hasStack: before.value !== undefined },
		before.value ?? nothing,
		now.value,
	);
}

/** The name becomes a part of a file's name and of a comment's first line. */
function checkStack(root: string, stack: string): void {
	if (!/^[\w.-]+$/.test(stack))
		throw new UserError(`"${stack}" is no stack's name.`);
	readStackConfig({ root, stack, concealed: "" });
}

interface Task {
	root: string;
	stack: string;
	key: string;
}

async function recorded(
	task: Task,
	told: (failure: string) => string,
): Promise<Recording> {
	const outcome = await evaluate(task);
	if ("failure" in outcome) throw new UserError(told(outcome.failure));
	return outcome.recording;
}

/** Undefined where the base has no such stack. */
async function recordedBase(
	repository: Repository,
	{
		root,
		stack,
		key,
		ref,
		commit,
		say,
	}: Task & { ref: string; commit: string; say: (line: string) => void },
): Promise<Recording | undefined> {
	const tree = await checkOut(repository, root, commit, say);
	try {
		if (!existsSync(join(tree.root, "index.ts")))
			throw new UserError(
				`The base ${ref} has no program: there is no index.ts in it. Name a later commit with --base.`,
			);
		if (!existsSync(join(tree.root, `Pulumi.${stack}.yaml`))) return undefined;
		return await recorded(
			{ root: tree.root, stack, key },
			(failure) =>
				`The program at the base ${ref} does not evaluate, so there is nothing to compare with. Name another commit with --base. It fails with:\n${failure.replaceAll(tree.root, "<base>")}`,
		);
	} finally {
		await tree.remove();
	}
}
