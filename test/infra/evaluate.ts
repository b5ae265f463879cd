import { join } from "node:path";
import { readStackConfig } from "../../local/provision/stack-config";
import type { Run } from "./run";

// An evaluation takes a second, or several on a busy machine.
jest.setTimeout(60_000);

const root = join(__dirname, "../..");

export interface Evaluation {
	stack: "dev" | "prod" | "preview";
	preview?: boolean;
	/** Values that win over the settings files. */
	config?: Record<string, unknown>;
	/** Where the program is; by default this project. */
	root?: string;
}

/** Evaluates index.ts with its settings files, each time from the start. */
export async function evaluate({
	stack,
	preview = false,
	config: overrides = {},
	root: from = root,
}: Evaluation): Promise<Run> {
	const { project, config } = readStackConfig({
		root: from,
		stack,
		// The files' examples are refused where something would be deployed.
		overrides: {
			issuer: "https://login.food.example",
			systems: { processor: "https://api.processor.test" },
			...overrides,
		},
	});
	let result: Run | undefined;
	await jest.isolateModulesAsync(async () => {
		const { run } = jest.requireActual<typeof import("./run")>("./run");
		result = await run({ project, stack, config, preview }, () =>
			jest.requireActual(join(from, "index.ts")),
		);
	});
	if (!result) throw new Error("the program was not evaluated");
	return result;
}
