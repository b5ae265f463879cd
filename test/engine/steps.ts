import * as z from "zod";
import type { Run } from "./cli";

/** One resource that a preview would make, change or remove. */
export interface Step {
	op: string;
	type: string;
	name: string;
	/** The properties that differ. */
	because: string[];
}

const preview = z.object({
	steps: z.array(
		z.object({
			op: z.string(),
			urn: z.string(),
			diffReasons: z.array(z.string()).nullish(),
		}),
	),
});

/** What `pulumi preview --json` says, but for what stays as it is. */
export function stepsOf({ stdout }: Run): Step[] {
	const { steps } = preview.parse(JSON.parse(stdout));
	return steps
		.filter(({ op }) => op !== "same")
		.map(({ op, urn, diffReasons }) => {
			const [types = "", name = ""] = urn.split("::").slice(-2);
			const type = types.split("$").at(-1) ?? "";
			return { op, type, name, because: diffReasons ?? [] };
		});
}

/** What an update did, as the user reads it; a component has no properties that differ. */
export function changesOf({ output }: Run): Step[] {
	const row =
		/^ *\S+ +(\S+:\S+) (\S+) (created|updated|deleted|replaced|created replacement|deleted original) *(?:\(\S+\))?(?: \[diff: (.*)\])?.*$/gm;
	return [...output.matchAll(row)].map(([, type, name, op, differing]) => ({
		op: op ?? "",
		type: type ?? "",
		name: name ?? "",
		because: (differing ?? "")
			.split(",")
			.flatMap((each) => each.replace(/^[+~-]/, "") || []),
	}));
}

/** How many of each type a preview lists as to be created, as the user reads it. */
export function created({ output }: Run): Record<string, number> {
	const rows = [...output.matchAll(/^ \+ +(\S+:\S+ \S+) create *$/gm)];
	// The stack is listed when it starts and when it ends.
	const resources = new Set(rows.map(([, resource = ""]) => resource));
	const counts: Record<string, number> = {};
	for (const resource of resources) {
		const [type = ""] = resource.split(" ");
		counts[type] = (counts[type] ?? 0) + 1;
	}
	return counts;
}
