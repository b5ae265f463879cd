import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../emulator/emulator";
import { startIssuer } from "../oidc";
import { type Outputs, readOutputs } from "../outputs";
import { audience } from "../parties";
import { clientOf, serviceWithProcessor } from "../processor/client";
import { type Processor, startProcessor } from "../processor/processor";
import { endpointVariable, streamsVariable } from "../provider/variables";
import { isAlive } from "../running";
import { UserError } from "../user-error";
import { findCli, type Place, pulumiVariables, runCli } from "./cli";
import { writeOverlay } from "./overlay";
import { startStreamDesk } from "./stream-desk";

export interface EngineOptions {
	/** The root of the project that is deployed. */
	root: string;
	stack: string;
	/** Where the engine's files are put; what was there is removed. Default: `.bulkhead/engine/<stack>`. */
	folder?: string;
	onProgress: (line: string) => void;
	/** Each line that a function writes. */
	onFunctionLine: (functionName: string, line: string) => void;
}

/** The real engine, and all that a stack of it needs on this machine. */
export interface Engine {
	endpoint: string;
	/** Where the CLI works. */
	place: Place;
	/** Runs the CLI in this terminal. Gives its exit code. */
	pulumi(...args: string[]): Promise<number | null>;
	/** Of the stack as it is; the processor knows then whom it works for. */
	outputs(): Promise<Outputs>;
	/** A token for the stack's APIs. */
	token(subject: string, scopes: readonly string[]): Promise<string>;
	processor: Processor | undefined;
	/** Resolves when every trigger is done with what was written before the call. */
	idle(): Promise<void>;
	/** Rejects with a sentence when the emulator ends by itself. */
	gone: Promise<never>;
	stop(): Promise<void>;
}

/** Has the emulator, whatever is deployed to it. */
const project = join(__dirname, "../..");

/** Starts an emulator, an issuer of tokens, the external systems and whoever runs the stream mappings; the stack is empty. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
	const { root, stack } = options;
	const folder = options.folder ?? join(root, ".bulkhead", "engine", stack);
	const cli = findCli();
	if ("reason" in cli) throw new UserError(cli.reason);

	const started: { stop(): Promise<void> }[] = [];
	const stop = async () => {
		for (const part of started.splice(0).reverse()) await part.stop();
	};
	try {
		const { onProgress, onFunctionLine } = options;
		const emulator = await startEmulator({
			root: project,
			onProgress,
			onFunctionLine,
		});
		started.push(emulator);
		const issuer = await startIssuer();
		started.push(issuer);
		const service = serviceWithProcessor(contracts());
		const processor = service ? await startProcessor() : undefined;
		if (processor) started.push(processor);
		const desk = await startStreamDesk(emulator.endpoint, onProgress);
		started.push(desk);

		const place = placeOf(folder, root, emulator, desk.url);
		started.push({ stop: claim(folder) });
		const parties = { issuer: issuer.issuer, processor: processor?.url };
		writeOverlay({ root, stack, folder, parties });
		mkdirSync(place.home, { recursive: true });
		writeEnvironment(place, cli.folder);
		const quietly = async (...args: string[]) => {
			const run = await runCli(place, cli.folder, args, { isQuiet: true });
			if (run.code !== 0)
				throw new UserError(`\`pulumi ${args.join(" ")}\` failed (see above).`);
			return run.stdout;
		};
		await quietly("stack", "init", stack, "--non-interactive");

		const { endpoint, gone } = emulator;
		return {
			endpoint,
			place,
			processor,
			gone,
			stop,
			pulumi: async (...args) => (await runCli(place, cli.folder, args)).code,
			async outputs() {
				const text = await quietly("stack", "output", "--json");
				const outputs = readOutputs(JSON.parse(text));
				if (processor && service)
					processor.serve(await clientOf(service, { endpoint, outputs }));
				return outputs;
			},
			token: (subject, scopes) =>
				issuer.token({ subject, scopes: [...scopes], audience }),
			idle: () => desk.idle(),
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Empties it: a state says what is in an emulator, and that was another one. Until the result is called it is this process's. */
function claim(folder: string): () => Promise<void> {
	const owner = join(folder, "pid");
	const pid = existsSync(owner) ? Number(readFileSync(owner, "utf8")) : 0;
	if (pid > 0 && pid !== process.pid && isAlive(pid))
		throw new UserError(
			`Process ${pid} serves this stack already: end it first, by Ctrl-C where it runs.`,
		);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(owner, String(process.pid));
	return async () => rmSync(owner, { force: true });
}

function contracts() {
	const {
		services,
	}: typeof import("../../functions") = require("../../functions");
	return services;
}

function placeOf(
	folder: string,
	root: string,
	{ endpoint }: Emulator,
	streams: string,
): Place {
	return {
		folder,
		home: join(folder, "home"),
		packages: root,
		variables: { [endpointVariable]: endpoint, [streamsVariable]: streams },
	};
}

/** For another terminal, so that any command of the CLI works there, too. */
function writeEnvironment(place: Place, cliFolder: string): void {
	const lines = Object.entries(pulumiVariables(place)).map(
		([name, value]) => `export ${name}='${value}'`,
	);
	const text = [...lines, `export PATH='${cliFolder}':"$PATH"`, ""].join("\n");
	writeFileSync(join(place.folder, "env"), text, { mode: 0o600 });
}
