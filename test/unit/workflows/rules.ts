import type { Job, WorkflowFile } from "./workflow";

/** Uses of actions that may be moved to other code: whatever is not pinned by its commit, with the version in a comment. */
export function unpinned(text: string): string[] {
	return [...text.matchAll(/^\s*(?:- )?uses:\s*(.+)$/gm)]
		.map(([, used = ""]) => used)
		.filter(
			(used) =>
				!used.startsWith("./") &&
				!/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used),
		);
}

/** Commands in which GitHub replaces an expression: what somebody has named a branch would be run. */
export function expanded(steps: Job["steps"]): string[] {
	return steps.flatMap(({ run }) => (run?.includes("${{") ? [run] : []));
}

const writes = ({ permissions = {} }: Job) =>
	Object.entries(permissions).some(
		([scope, access]) => access === "write" && scope !== "id-token",
	);

const defaultBranch = [
	"$",
	"{{ github.event.repository.default_branch }}",
].join("");

/** Checks out what a pull request brings, if one has started the workflow. */
const checksOutChange = ({ steps }: Job) =>
	steps.some(
		({ uses, with: given = {} }) =>
			uses?.startsWith("actions/checkout@") && given.ref !== defaultBranch,
	);

/** What a stranger's pull request could use, job by job. */
export function exposed({ on, permissions, jobs }: WorkflowFile): string[] {
	const isOfPullRequests = "pull_request" in on || "workflow_run" in on;
	const all = Object.entries(jobs).flatMap(([name, job]) => {
		const text = JSON.stringify(job);
		const found = {
			"says no permissions": job.permissions === undefined,
			"has no limit of time":
				job.uses === undefined && job["timeout-minutes"] === undefined,
			"has secrets outside an environment":
				text.includes("secrets.") && job.environment === undefined,
			"may write and runs a pull request's code":
				isOfPullRequests && writes(job) && checksOutChange(job),
			"leaves the token in the checkout": job.steps.some(
				({ uses, with: given = {} }) =>
					uses?.startsWith("actions/checkout@") &&
					given["persist-credentials"] !== false,
			),
		};
		return Object.entries(found).flatMap(([what, is]) =>
			is ? [`${name} ${what}`] : [],
		);
	});
	return [
		...("pull_request_target" in on ? ["it runs for pull_request_target"] : []),
		...(Object.keys(permissions ?? { all: true }).length > 0
			? ["all its jobs have permissions"]
			: []),
		...all,
	];
}
