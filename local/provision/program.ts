import { realpathSync } from "node:fs";
import { sep } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { plainProperties } from "./plain";
import { collectStrays } from "./strays";

export interface Program {
	/** The absolute path of the file that `main` names, usually index.ts. */
	file: string;
	/** The project's root: its modules are loaded anew at each evaluation. */
	root: string;
	project: string;
	stack: string;
	/** By full key. */
	config: Record<string, string>;
	secrets?: string[];
}

export interface Evaluation {
	outputs: Record<string, unknown>;
	/** What was thrown, also where nobody in the program waited for it. */
	errors: unknown[];
}

/** Runs the program with `mocks` in the engine's place. */
export async function evaluate(
	program: Program,
	mocks: pulumi.runtime.Mocks,
): Promise<Evaluation> {
	forgetModules(program.root);
	const { project, stack, config, secrets } = program;
	await pulumi.runtime.setMocks(mocks, project, stack, false);
	pulumi.runtime.setAllConfig(config, secrets);

	const strays = collectStrays();
	const errors: unknown[] = [];
	let outputs: Record<string, unknown> = {};
	try {
		const exported = await pulumi.runtime.runInPulumiStack(() =>
			load(program.file),
		);
		outputs = await plainProperties(exported ?? {}, program.root);
	} catch (error) {
		errors.push(error);
	}
	await pulumi.runtime.disconnect(); // waits for what is still being registered
	errors.push(...(await strays.end()));
	return { outputs, errors };
}

/** The program's exports; like the engine's host, it may export a function that makes them. */
async function load(file: string): Promise<Record<string, unknown>> {
	const exported: unknown = require(file);
	const outputs: unknown =
		typeof exported === "function" ? await exported() : exported;
	return { ...(typeof outputs === "object" ? outputs : {}) };
}

/** The project's own modules, so that an edit is seen; packages stay, Pulumi's state among them. */
function forgetModules(root: string): void {
	const start = realpathSync(root) + sep;
	const isOwn = (path: string) =>
		path.startsWith(start) && !path.includes(`${sep}node_modules${sep}`);
	for (const path of Object.keys(require.cache)) {
		if (isOwn(path)) delete require.cache[path];
	}
	// Node remembers here, too, what it has loaded, and would keep each evaluation's whole program alive.
	module.children = module.children.filter(({ id }) => !isOwn(id));
}
