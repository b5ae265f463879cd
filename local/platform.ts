import { join } from "node:path";
import { type Emulator, startEmulator } from "./emulator/emulator";
import { type OidcIssuer, startIssuer } from "./oidc";
import { type Outputs, readOutputs } from "./outputs";
import { audience, localConfig } from "./parties";
import { clientOf, serviceWithProcessor } from "./processor/client";
import { type Processor, startProcessor } from "./processor/processor";
import { type Applied, Provisioner } from "./provision/provisioner";

export interface PlatformOptions {
	/** The project's root. */
	root: string;
	stack: string;
	/** Of the emulator; default: any free one. */
	port?: number | undefined;
	/** Settings that win over the stack's file. */
	overrides?: Record<string, unknown>;
	/** What goes on while it starts, and what is wrong later. */
	onProgress: (line: string) => void;
	/** Each line that a function writes. */
	onFunctionLine: (functionName: string, line: string) => void;
}

export interface Platform {
	endpoint: string;
	/** Of the emulator's process group, where it was started here. */
	pid: number | undefined;
	/** Of the last evaluation. */
	readonly outputs: Outputs;
	/** Evaluates the program again and changes what differs. */
	apply(): Promise<Applied>;
	/** Resolves when every trigger is done with what was written before the call, or has given it up. */
	idle(): Promise<void>;
	/** A token for this platform's APIs. */
	token(subject: string, scopes: readonly string[]): Promise<string>;
	/** The external payment processor, where a contract has the system "processor". */
	processor: Processor | undefined;
	/** Rejects with a sentence when the emulator ends by itself. */
	gone: Promise<never>;
	/** Ends all of it: no process, port or temporary folder is left. */
	stop(): Promise<void>;
}

/** The whole program on this machine: an emulator of AWS, an issuer of tokens, and every resource of the stack in them. */
export async function startPlatform(
	options: PlatformOptions,
): Promise<Platform> {
	const { root, stack, onProgress } = options;
	const started: { stop(): Promise<void> }[] = [];
	const stop = async () => {
		for (const part of started.splice(0).reverse()) await part.stop();
	};
	try {
		const emulator = await startEmulator({ ...options, root });
		started.push(emulator);
		const issuer = await startIssuer();
		started.push(issuer);
		const processor = serviceWithProcessor(contracts())
			? await startProcessor()
			: undefined;
		if (processor) started.push(processor);
		const provisioner = provisionerOf(options, emulator, issuer, processor);
		started.push(provisioner);
		onProgress(`Creating the resources of the stack ${stack} …`);
		const { endpoint } = emulator;
		/** Also makes the processor know whom it works for. */
		const apply = async () => {
			const applied = await provisioner.apply();
			const outputs = readOutputs(applied.outputs);
			const service = serviceWithProcessor(contracts());
			if (processor && service)
				processor.serve(await clientOf(service, { endpoint, outputs }));
			return { applied, outputs };
		};
		let { outputs } = await apply();
		return {
			endpoint,
			pid: emulator.pid,
			processor,
			gone: emulator.gone,
			get outputs() {
				return outputs;
			},
			async apply() {
				const now = await apply();
				outputs = now.outputs;
				return now.applied;
			},
			idle: () => provisioner.idle(),
			token: (subject, scopes) =>
				issuer.token({ subject, scopes: [...scopes], audience }),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** As they were loaded last: an evaluation of the program loads them anew. */
function contracts() {
	const { services }: typeof import("../functions") = require("../functions");
	return services;
}

function provisionerOf(
	{ root, stack, onProgress, overrides }: PlatformOptions,
	emulator: Emulator,
	{ issuer }: OidcIssuer,
	processor: Processor | undefined,
): Provisioner {
	const parties = { issuer, processor: processor?.url };
	const config = localConfig({ root, stack, overrides }, parties);
	return new Provisioner({
		...config,
		programFile: join(root, "index.ts"),
		root,
		stack,
		endpoint: emulator.endpoint,
		gone: emulator.gone,
		log: onProgress,
	});
}
