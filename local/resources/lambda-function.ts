import {
	type Architecture,
	CreateFunctionCommand,
	DeleteFunctionCommand,
	type FunctionConfiguration,
	GetFunctionConfigurationCommand,
	LambdaClient,
	UpdateFunctionCodeCommand,
	UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import * as z from "zod";
import { UserError } from "../user-error";
import { Content } from "./content";
import { type Context, clientOf } from "./context";
import { whileIdle } from "./drain";
import { handler, sameValue } from "./handler";
import { until } from "./until";

const limit = 20_000; // ms until a function is active; the emulator takes 500

const inputs = z.object({
	name: z.string(),
	role: z.string(),
	handler: z.string(),
	runtime: z.enum(["nodejs20.x", "nodejs22.x", "nodejs24.x"]),
	code: z.instanceof(Content),
	timeout: z.number().optional(), // seconds
	memorySize: z.number().optional(), // MB
	architectures: z.array(z.enum(["arm64", "x86_64"])).optional(),
	environment: z
		.object({ variables: z.record(z.string(), z.string()).default({}) })
		.optional(),
	tracingConfig: z
		.object({ mode: z.enum(["Active", "PassThrough"]) })
		.optional(),
});

type Inputs = z.output<typeof inputs>;

export const lambdaFunction = handler({
	inputs,
	noEffect: [
		"loggingConfig", // the emulator's stdout is where logs are read
		"reservedConcurrentExecutions",
		"sourceCodeHash",
		"packageType",
		"publish",
		"kmsKeyArn",
		"codeSigningConfigArn",
		"ephemeralStorage",
		"skipDestroy",
		"vpcConfig",
	],
	namedBy: "name",
	replaceOn: ["name"],
	async create(fn, context) {
		await clientOf(context, LambdaClient).send(
			new CreateFunctionCommand({
				...configuration(fn),
				Architectures: architectures(fn),
				Code: { ZipFile: await fn.code.zip() },
			}),
		);
		return active(fn.name, context);
	},
	async update(fn, before, context) {
		const lambda = clientOf(context, LambdaClient);
		const { code: newCode, architectures: _, ...settings } = fn;
		const { code: oldCode, architectures: __, ...oldSettings } = before.inputs;
		await whileIdle(fn.name, context, async () => {
			if (!sameValue(settings, oldSettings)) {
				await lambda.send(
					new UpdateFunctionConfigurationCommand(configuration(fn)),
				);
				await active(fn.name, context);
			}
			if (!sameValue(newCode, oldCode)) {
				await lambda.send(
					new UpdateFunctionCodeCommand({
						FunctionName: fn.name,
						Architectures: architectures(fn),
						ZipFile: await newCode.zip(),
					}),
				);
			}
		});
		return active(fn.name, context);
	},
	async read({ id }, context) {
		const lambda = clientOf(context, LambdaClient);
		const now = await lambda.send(
			new GetFunctionConfigurationCommand({ FunctionName: id }),
		);
		return {
			inputs: {
				role: now.Role,
				handler: now.Handler,
				timeout: now.Timeout,
				memorySize: now.MemorySize,
				environment: { variables: now.Environment?.Variables ?? {} },
			},
			outputs: outputsOf(now, context),
		};
	},
	async delete({ id }, context) {
		const lambda = clientOf(context, LambdaClient);
		await lambda.send(new DeleteFunctionCommand({ FunctionName: id }));
	},
});

function configuration(fn: Inputs) {
	return {
		FunctionName: fn.name,
		Role: fn.role,
		Handler: fn.handler,
		Runtime: fn.runtime,
		Timeout: fn.timeout ?? 3,
		MemorySize: fn.memorySize ?? 128,
		Environment: { Variables: fn.environment?.variables ?? {} },
		TracingConfig: { Mode: fn.tracingConfig?.mode ?? "PassThrough" },
	} as const;
}

function architectures(fn: Inputs): Architecture[] {
	return fn.architectures ?? ["x86_64"];
}

/** Waits until it takes invocations, then gives what is known of it. */
async function active(name: string, context: Context) {
	const lambda = clientOf(context, LambdaClient);
	const found = await until(async () => {
		const state = await lambda.send(
			new GetFunctionConfigurationCommand({ FunctionName: name }),
		);
		return isReady(state) ? state : undefined;
	}, limit);
	if (!found)
		throw new UserError(`The function ${name} did not become active.`);
	return { id: name, outputs: outputsOf(found, context) };
}

function outputsOf(found: FunctionConfiguration, { region }: Context) {
	const arn = found.FunctionArn;
	return {
		arn,
		version: found.Version,
		qualifiedArn: `${arn}:${found.Version}`,
		invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
		codeSha256: found.CodeSha256,
		sourceCodeSize: found.CodeSize,
	};
}

function isReady(state: { State?: string; LastUpdateStatus?: string }) {
	return state.State === "Active" && state.LastUpdateStatus !== "InProgress";
}
