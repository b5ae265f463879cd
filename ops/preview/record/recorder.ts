import type * as pulumiSdk from "@pulumi/pulumi";
import type {
	RegisterResourceRequest,
	RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type * as pulumiMocks from "@pulumi/pulumi/runtime/mocks";
import { computed } from "./computed";
import { plain, type Secrecy } from "./plain";
import type { Alias, Registered, Run } from "./recording";
import { urnOf } from "./urn";

/** The program's own: each tree that is evaluated brings its version. */
export interface Sdk {
	pulumi: typeof pulumiSdk;
	mocks: typeof pulumiMocks;
}

export interface Options extends Secrecy {
	project: string;
	stack: string;
	/** By full key, as `readStackConfig` gives it. */
	config: Record<string, string>;
	/** The keys whose values are secret. */
	secrets?: string[];
	/** Whether the program is told that it is a preview. */
	dryRun: boolean;
	/** What AWS would compute is unknown, as in a preview of a new stack; or it is made up, so that policies can be read. */
	unknowns: boolean;
	/** Outputs of other stacks, by their name; of those that are not here nothing is known. */
	stacks?: Record<string, Record<string, unknown>>;
	/** Answers the program's look-ups; by default there are none. */
	lookUp?: (
		token: string,
		inputs: Record<string, unknown>,
	) => Record<string, unknown>;
}

/** Runs a program with mocks in the engine's place; throws what the program throws. */
export async function record(
	sdk: Sdk,
	options: Options,
	program: () => unknown,
): Promise<Run> {
	const { pulumi } = sdk;
	const { project, stack, config, secrets, dryRun, unknowns } = options;
	const { lookUp = refuse, stacks } = options;
	const { unknownValue } = pulumi.runtime;
	let failure: unknown;
	const unknown = unknowns ? unknownValue : undefined;
	const resources: Registered[] = [];
	const answers: pulumiSdk.runtime.Mocks = {
		newResource: ({ type, name, inputs, custom }) => ({
			id: custom && !unknowns ? `${name}-id` : undefined,
			// Of components only those of awsx are made elsewhere, and answer.
			state:
				custom || type.startsWith("awsx:")
					? computed({ type, name, inputs, unknown, unknownValue, stacks })
					: {},
		}),
		call: ({ token, inputs }) => {
			try {
				return lookUp(token, inputs);
			} catch (error) {
				// The SDK forgets what it says.
				failure ??= error;
				throw error;
			}
		},
	};
	// Sets the features that the SDK may use; the monitor is then replaced by one that sees whole requests.
	await pulumi.runtime.setMocks(answers, project, stack, dryRun);
	pulumi.runtime.setMockOptions(
		recorder(sdk, answers, options, resources),
		project,
		stack,
		dryRun,
	);
	pulumi.runtime.setAllConfig(config, secrets);

	const warnings = collectWarnings();
	const restoreStacks = cheapStacks();
	const exported = await pulumi.runtime.runInPulumiStack(async () => {
		try {
			return { ...Object(await program()) };
		} catch (error) {
			failure ??= error;
			return {};
		}
	});
	// Waits for what is still being registered. What fails where nobody waits for it is for the caller to see.
	await pulumi.runtime.disconnect();
	restoreStacks();
	const told = warnings.end();
	if (failure) throw failure;
	return { resources, outputs: { ...exported }, warnings: told };
}

function refuse(token: string): never {
	throw new Error(`the program looks ${token} up`);
}

function recorder(
	{ pulumi, mocks }: Sdk,
	answers: pulumiSdk.runtime.Mocks,
	options: Options,
	registered: Registered[],
) {
	/** The mocks' URNs, which lack all but one parent's type -> the engine's. */
	const urns = new Map<string, string>();
	const real = (urn: string) => urns.get(urn) ?? urn;

	return new (class extends mocks.MockMonitor {
		override async registerResource(
			request: RegisterResourceRequest,
			callback: (error: unknown, response?: RegisterResourceResponse) => void,
		): Promise<void> {
			const object = request.getObject();
			const inputs: unknown =
				object && pulumi.runtime.deserializeProperties(object);
			const plainInputs = Object.entries({ ...Object(inputs) }).map(
				async ([name, value]) =>
					[name, await plain(value, pulumi, options)] as const,
			);
			const parent = real(request.getParent());
			const propertyDependencies: Record<string, string[]> = {};
			request.getPropertydependenciesMap().forEach((dependencies, name) => {
				propertyDependencies[name] = dependencies.getUrnsList().map(real);
			});
			const resource: Registered = {
				urn: urnOf(parent, request.getType(), request.getName(), options),
				type: request.getType(),
				name: request.getName(),
				custom: request.getCustom(),
				inputs: Object.fromEntries(await Promise.all(plainInputs)),
				parent,
				protect: request.getProtect() ?? false,
				retainOnDelete: request.getRetainondelete() ?? false,
				dependencies: request.getDependenciesList().map(real),
				propertyDependencies,
				provider: request.getProvider(),
				ignoreChanges: request.getIgnorechangesList(),
				replaceOnChanges: request.getReplaceonchangesList(),
				...(await replacementOf(request, pulumi, options, real)),
				aliases: aliasesOf(request, real),
			};
			await super.registerResource(
				request,
				(error: unknown, response?: RegisterResourceResponse) => {
					if (response) {
						urns.set(response.getUrn(), resource.urn);
						registered.push(resource);
					}
					callback(error, response);
				},
			);
		}
	})(answers);
}

/** What else replaces it. The SDK of an old base does not ask for any of it. */
async function replacementOf(
	request: RegisterResourceRequest,
	pulumi: Sdk["pulumi"],
	secrecy: Secrecy,
	real: (urn: string) => string,
): Promise<Pick<Registered, "replaceWith" | "replacementTrigger">> {
	const replaceWith = request.getReplaceWithList?.().map(real) ?? [];
	const trigger = request.getReplacementTrigger?.();
	if (!trigger) return { replaceWith };
	const value = pulumi.runtime.deserializeProperty(trigger.toJavaScript());
	return {
		replaceWith,
		replacementTrigger: await plain(value, pulumi, secrecy),
	};
}

function aliasesOf(
	request: RegisterResourceRequest,
	real: (urn: string) => string,
): Alias[] {
	const bySpec = request.getAliasesList().flatMap((alias): Alias[] => {
		const spec = alias.getSpec();
		if (!spec) return [{ urn: real(alias.getUrn()) }];
		const parent = spec.getNoparent() ? null : real(spec.getParenturn());
		return [
			{
				...(spec.getName() && { name: spec.getName() }),
				...(spec.getType() && { type: spec.getType() }),
				...(parent !== "" && { parent }),
			},
		];
	});
	return [
		...bySpec,
		...request.getAliasurnsList().map((urn) => ({ urn: real(urn) })),
	];
}

/** What the SDK would send to the engine it prints under mocks. */
function collectWarnings() {
	const { warn } = console;
	const warnings: string[] = [];
	console.warn = (text) => {
		warnings.push(String(text).replace("warning: [runtime] ", ""));
	};
	return {
		end() {
			console.warn = warn;
			return warnings;
		},
	};
}

/**
 * Pulumi reads stacks by the thousand, of errors that say nothing and are never thrown, and whoever compiled the program maps
 * every line of them: a quarter of the time of an evaluation.
 */
function cheapStacks(): () => void {
	const { prepareStackTrace } = Error;
	Error.prepareStackTrace = (error, frames) => {
		const lines = error.message === "" ? [] : frames;
		return [String(error), ...lines.map((frame) => `    at ${frame}`)].join(
			"\n",
		);
	};
	return () => {
		Error.prepareStackTrace = prepareStackTrace;
	};
}
