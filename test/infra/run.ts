import * as pulumi from "@pulumi/pulumi";
import type {
	RegisterResourceRequest,
	RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { computed } from "./computed";

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

/** A resource as the program registered it. */
export interface Registered {
	urn: string;
	type: string;
	name: string;
	custom: boolean;
	/** Secrets opened, archives as their path, what a preview does not know as {@link unknown}. */
	inputs: Record<string, unknown>;
	/** URN; empty for the stack. */
	parent: string;
	protect: boolean;
	retainOnDelete: boolean;
	/** URNs. */
	dependencies: string[];
	provider: string;
	ignoreChanges: string[];
}

export interface Run {
	resources: Registered[];
	/** Only those that are known. */
	outputs: Record<string, unknown>;
	warnings: string[];
}

export const unknown = "<unknown>";

/** Runs a program with mocks in the engine's place; throws what the program throws. */
export async function run(
	{ project, stack, config, preview, stacks = {} }: Options,
	program: () => unknown,
): Promise<Run> {
	const resources: Registered[] = [];
	const mocks: pulumi.runtime.Mocks = {
		newResource: ({ type, name, inputs, custom }) => ({
			id: custom && !preview ? `${name}-id` : undefined,
			// Of components only those of awsx are made elsewhere, and answer.
			state:
				custom || type.startsWith("awsx:")
					? computed({ type, name, inputs, preview, stacks })
					: {},
		}),
		call: ({ token }) => {
			throw new Error(`the program looks ${token} up`);
		},
	};
	// Sets the features that the SDK may use; the monitor is then replaced by one that sees whole requests.
	await pulumi.runtime.setMocks(mocks, project, stack, preview);
	pulumi.runtime.setMockOptions(
		new Recorder(mocks, resources),
		project,
		stack,
		preview,
	);
	pulumi.runtime.setAllConfig(config);

	const warn = jest.spyOn(console, "warn").mockImplementation();
	const restoreStacks = cheapStacks();
	let failure: unknown;
	const exported = await pulumi.runtime.runInPulumiStack(async () => {
		try {
			return { ...Object(await program()) };
		} catch (error) {
			failure = error;
			return {};
		}
	});
	// Waits for what is still being registered. What fails where nobody waits for it fails the test: jest sees to that.
	await pulumi.runtime.disconnect();
	restoreStacks();
	const warnings = warn.mock.calls.map(([text]) =>
		String(text).replace("warning: [runtime] ", ""),
	);
	warn.mockRestore();
	if (failure) throw failure;
	return { resources, outputs: { ...exported }, warnings };
}

class Recorder extends MockMonitor {
	constructor(
		mocks: pulumi.runtime.Mocks,
		private readonly registered: Registered[],
	) {
		super(mocks);
	}

	override async registerResource(
		request: RegisterResourceRequest,
		callback: (error: unknown, response?: RegisterResourceResponse) => void,
	): Promise<void> {
		const object = request.getObject();
		const inputs: unknown =
			object && pulumi.runtime.deserializeProperties(object);
		const plainInputs = Object.entries({ ...Object(inputs) }).map(
			async ([name, value]) => [name, await plain(value)] as const,
		);
		const resource = {
			type: request.getType(),
			name: request.getName(),
			custom: request.getCustom(),
			inputs: Object.fromEntries(await Promise.all(plainInputs)),
			parent: request.getParent(),
			protect: request.getProtect() ?? false,
			retainOnDelete: request.getRetainondelete() ?? false,
			dependencies: request.getDependenciesList(),
			provider: request.getProvider(),
			ignoreChanges: request.getIgnorechangesList(),
		};
		await super.registerResource(
			request,
			(error: unknown, response?: RegisterResourceResponse) => {
				if (response)
					this.registered.push({ urn: response.getUrn(), ...resource });
				callback(error, response);
			},
		);
	}
}

async function plain(given: unknown): Promise<unknown> {
	const value = await given;
	if (pulumi.runtime.isRpcSecret(value))
		return plain(pulumi.runtime.unwrapRpcSecret(value));
	if (pulumi.isUnknown(value)) return unknown;
	if (value instanceof pulumi.asset.FileArchive)
		return `archive ${await value.path}`;
	if (Array.isArray(value)) return Promise.all(value.map(plain));
	if (value === null || typeof value !== "object") return value;
	const entries = Object.entries(value).map(
		async ([name, each]) => [name, await plain(each)] as const,
	);
	return Object.fromEntries(await Promise.all(entries));
}

/** Pulumi reads a stack for each resource, and jest maps every line of it: 10 ms each. */
function cheapStacks(): () => void {
	const { prepareStackTrace } = Error;
	Error.prepareStackTrace = (error, frames) =>
		[String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
	return () => {
		Error.prepareStackTrace = prepareStackTrace;
	};
}
