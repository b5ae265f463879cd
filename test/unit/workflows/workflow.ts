import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

const root = join(__dirname, "../../..");
const values = z.record(z.string(), z.unknown());

const step = z.object({
	id: z.string().optional(),
	if: z.string().optional(),
	uses: z.string().optional(),
	run: z.string().optional(),
	with: values.optional(),
	env: values.optional(),
});

const job = z.object({
	if: z.string().optional(),
	permissions: z.record(z.string(), z.string()).optional(),
	environment: z.string().optional(),
	concurrency: values.optional(),
	"timeout-minutes": z.number().optional(),
	uses: z.string().optional(),
	env: values.optional(),
	steps: z.array(step).default([]),
});

const workflow = z.object({
	on: values,
	permissions: values.optional(),
	concurrency: values.optional(),
	jobs: z.record(z.string(), job),
});

const action = z.object({
	inputs: values,
	runs: z.object({ steps: z.array(step) }),
});

export type Job = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

export interface WorkflowFile extends Workflow {
	path: string;
	text: string;
}

export function workflowFrom(text: string, path = "planted.yml"): WorkflowFile {
	return { path, text, ...workflow.parse(parse(text)) };
}

const folder = ".github/workflows";

/** All of this project. */
export function workflows(): WorkflowFile[] {
	return readdirSync(join(root, folder)).map((name) =>
		workflowFrom(readFileSync(join(root, folder, name), "utf8"), name),
	);
}

/** The steps that workflows share. */
export function sharedAction() {
	const path = join(root, ".github/actions/ready/action.yml");
	const text = readFileSync(path, "utf8");
	const { inputs, runs } = action.parse(parse(text));
	return { text, inputs: Object.keys(inputs), steps: runs.steps };
}
