import * as pulumi from "@pulumi/pulumi";
import * as mocks from "@pulumi/pulumi/runtime/mocks";
import { record } from "../../ops/preview/record/recorder";
import type { Run } from "../../ops/preview/record/recording";

export {
	type Registered,
	type Run,
	unknown,
} from "../../ops/preview/record/recording";

export interface Options {
	project: string;
	stack: string;
	/** By full key, as `readStackConfig` gives it. */
	config: Record<string, string>;
	/** As in `pulumi preview` of a new stack: what AWS would compute is unknown. */
	preview: boolean;
	/** Outputs of other stacks, by their name; of those that are not here nothing is known. */
	stacks?: Record<string, Record<string, unknown>>;
}

/** Runs a program with mocks in the engine's place; throws what the program throws. */
export function run(
	{ preview, ...options }: Options,
	program: () => unknown,
): Promise<Run> {
	return record(
		{ pulumi, mocks },
		{ ...options, dryRun: preview, unknowns: preview },
		program,
	);
}
