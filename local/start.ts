import { resolve } from "node:path";
import { InvalidArgumentError, program } from "commander";
import pc from "picocolors";
import { follow } from "./follow";
import { greeting } from "./greeting";
import { type Platform, startPlatform } from "./platform";
import type { Applied } from "./provision/provisioner";
import { announce } from "./running";
import { removeShellFile, writeShellFile } from "./shell-file";
import { inspect } from "./user-error";
import { watchProgram } from "./watch";

const root = resolve(__dirname, "..");
const print = (line: string) => console.log(line);

interface Options {
	stack: string;
	port?: number;
}

/** `npm start`: runs until Ctrl-C. */
async function start({ stack, port }: Options): Promise<void> {
	const started = Date.now();
	const interrupted = new Promise<void>((resolve) => {
		for (const signal of ["SIGINT", "SIGTERM"] as const)
			process.on(signal, () => resolve());
	});
	const starting = startPlatform({
		root,
		stack,
		port,
		onProgress: (line) => print(pc.dim(line)),
		onFunctionLine: (name, line) => follow(name, line).forEach(print),
	});
	const platform = await Promise.race([starting, interrupted]);
	if (!platform) {
		print("\nStopping …");
		// What the interruption itself broke is no news.
		return starting.then(
			({ stop }) => stop(),
			() => {},
		);
	}
	const { endpoint, outputs } = platform;
	const silence = announce(root, { endpoint, stack, outputs });
	try {
		const ready = ((Date.now() - started) / 1000).toFixed(1);
		await greet(platform);
		print(
			`\n${pc.bold(`Ready in ${ready} s.`)} Save a file and its functions are swapped; Ctrl-C ends it all.\n`,
		);
		const watcher = watchProgram({
			root,
			apply: () => reapply(platform),
			print: (line) => print(pc.yellow(line)),
		});
		await Promise.race([interrupted, platform.gone]).finally(() =>
			watcher.stop(),
		);
	} finally {
		print("\nStopping …");
		removeShellFile(root);
		silence();
		await platform.stop();
	}
}

/** The contracts are those of the last evaluation: it has loaded them anew. */
async function greet(platform: Platform): Promise<void> {
	const { services }: typeof import("../functions") = require("../functions");
	const { text, shell } = await greeting(platform, services);
	writeShellFile(root, shell);
	print(text);
}

async function reapply(platform: Platform): Promise<string> {
	const before = JSON.stringify(platform.outputs.apis);
	const { created, updated, deleted } = await platform.apply();
	if (JSON.stringify(platform.outputs.apis) !== before) await greet(platform);
	const parts = [
		swapped(updated),
		listed("updated", others(updated)),
		listed("created", created),
		listed("deleted", deleted),
	].filter(Boolean);
	return parts.length > 0 ? parts.join("; ") : "nothing runs differently";
}

type Resources = Applied["updated"];

const functionType = "aws:lambda/function:Function";

function swapped(updated: Resources): string {
	const functions = updated.filter(({ type }) => type === functionType);
	const names = functions.map(({ name }) => name.replace(/-function$/, ""));
	return names.length > 0 ? `swapped ${names.join(", ")}` : "";
}

const others = (updated: Resources) =>
	updated.filter(({ type }) => type !== functionType);

function listed(verb: string, resources: Resources): string {
	const names = resources.map(({ name }) => name);
	return names.length > 0 ? `${verb} ${names.join(", ")}` : "";
}

function portOf(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new InvalidArgumentError(
			"It must be a whole number from 1 to 65535.",
		);
	return port;
}

program
	.name("npm start --")
	.description(
		"Run the whole program on this machine, on an emulator of AWS: no account is needed.",
	)
	.option("--stack <name>", "which Pulumi.<name>.yaml", "dev")
	.option("--port <number>", "the emulator's; default: any free one", portOf)
	.action(start)
	.parseAsync()
	.then(() => process.exit(0))
	.catch((error: unknown) => {
		console.error(pc.red(inspect(error)));
		process.exit(1);
	});
