import { once } from "node:events";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { program } from "commander";
import pc from "picocolors";
import { type Engine, startEngine } from "./engine/engine";
import { follow } from "./follow";
import { greeting } from "./greeting";
import type { Outputs } from "./outputs";
import { announce } from "./running";
import { removeShellFile, writeShellFile } from "./shell-file";
import { inspect } from "./user-error";

const root = resolve(__dirname, "..");
const print = (line: string) => console.log(line);

/** As a shell says it of a process that was interrupted. */
const interruptedCode = 130;

interface Options {
	stack: string;
	preview?: true;
	destroy?: true;
}

/** `npm run up:local`: gives the exit code. */
async function main({ stack, preview, destroy }: Options): Promise<number> {
	const interruption = new AbortController();
	const interrupted = once(interruption.signal, "abort");
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => interruption.abort());
	const engine = await startEngine({
		root,
		stack,
		onProgress: (line) => print(pc.dim(line)),
		onFunctionLine: (name, line) => follow(name, line).forEach(print),
	});
	try {
		if (interruption.signal.aborted) return interruptedCode;
		// The stack is empty: there is nothing that a preview could warn of.
		const said = preview
			? ["preview", "--diff"]
			: ["up", "--yes", "--skip-preview"];
		const code = await engine.pulumi(...said);
		if (preview || code !== 0) return code ?? 1;
		await serve(engine, stack, interrupted);
		if (!destroy) return 0;
		return (await engine.pulumi("destroy", "--yes")) ?? 1;
	} finally {
		print("\nStopping …");
		await engine.stop();
	}
}

/** Until Ctrl-C; at Enter what was edited is updated. */
async function serve(
	engine: Engine,
	stack: string,
	interrupted: Promise<unknown>,
): Promise<void> {
	const { endpoint } = engine;
	let silence = () => {};
	const show = async () => {
		const outputs = await engine.outputs();
		silence();
		silence = announce(root, { endpoint, stack, outputs });
		await greet(engine, outputs);
	};
	await show();
	const place = relative(root, engine.place.folder);
	print(
		[
			`\n${pc.bold("The stack is up.")} Enter: update what was edited. Ctrl-C ends it all.`,
			`In another terminal: cd ${place} && . ./env && pulumi preview --diff\n`,
		].join("\n"),
	);
	const lines = createInterface({ input: process.stdin });
	let turn = Promise.resolve();
	lines.on("line", () => {
		turn = turn
			.then(() => engine.pulumi("up", "--yes", "--diff"))
			.then(async (code) => {
				if (code === 0) await engine.outputs();
			})
			.catch((error) => print(pc.red(inspect(error))));
	});
	try {
		await Promise.race([interrupted, engine.gone]);
		await turn;
	} finally {
		lines.close();
		removeShellFile(root);
		silence();
	}
}

async function greet(engine: Engine, outputs: Outputs): Promise<void> {
	const { services }: typeof import("../functions") = require("../functions");
	const { text, shell } = await greeting({ ...engine, outputs }, services);
	writeShellFile(root, shell);
	print(text);
}

program
	.name("npm run up:local --")
	.description(
		"Deploy the program by the real Pulumi CLI to an emulator of AWS on this machine: what the engine shows, updates, replaces and protects is what it would in an account.",
	)
	.option("--stack <name>", "which Pulumi.<name>.yaml", "dev")
	.option("--preview", "only show what it would do, and end")
	.option(
		"--destroy",
		"at Ctrl-C, destroy the stack by the CLI before all ends",
	)
	.addHelpText(
		"after",
		`
After the update it keeps running, for the stack needs it: it runs the mappings of table streams (the emulator's own lose
records), issues the tokens and plays the payment processor. Enter updates what was edited; Ctrl-C ends all of it: the
emulator with what is in it, and so the stack. Each start begins with an empty one.

The project's Pulumi.yaml stays as it is: .bulkhead/engine/<stack> has one that names the same program and the provider of
this machine, the state (of a file backend, apart from any login) and a file env with the variables for another terminal.`,
	)
	.action(async (options: Options) => process.exit(await main(options)))
	.parseAsync()
	.catch((error: unknown) => {
		console.error(pc.red(inspect(error)));
		process.exit(1);
	});
