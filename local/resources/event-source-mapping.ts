import {
	CreateEventSourceMappingCommand,
	DeleteEventSourceMappingCommand,
	GetEventSourceMappingCommand,
	LambdaClient,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import * as z from "zod";
import { account, type Context, clientOf } from "./context";
import { handler } from "./handler";
import { stableId } from "./naming";
import type { StreamMapping } from "./stream-mappings";

const inputs = z.object({
	eventSourceArn: z.string(),
	functionName: z.string(),
	enabled: z.boolean().default(true),
	batchSize: z.number().optional(),
	maximumBatchingWindowInSeconds: z.number().default(0),
	startingPosition: z.enum(["TRIM_HORIZON", "LATEST"]).optional(),
	filterCriteria: z
		.object({ filters: z.array(z.object({ pattern: z.string() })).default([]) })
		.optional(),
	functionResponseTypes: z
		.array(z.literal("ReportBatchItemFailures"))
		.default([]),
	bisectBatchOnFunctionError: z.boolean().default(false),
	maximumRetryAttempts: z.number().default(-1),
	maximumRecordAgeInSeconds: z.number().default(-1),
	parallelizationFactor: z.number().optional(),
	destinationConfig: z
		.object({ onFailure: z.object({ destinationArn: z.string() }).optional() })
		.optional(),
	scalingConfig: z
		.object({ maximumConcurrency: z.number().optional() })
		.optional(),
});

type Mapping = z.output<typeof inputs>;

/** A queue's mapping is the emulator's own; a table stream's is run here, for the emulator's loses records. */
export const eventSourceMapping = handler({
	inputs,
	noEffect: ["metricsConfig", "kmsKeyArn"],
	replaceOn: ["eventSourceArn", "startingPosition"],
	create: (mapping, context) =>
		isStream(mapping)
			? putStream(streamId(mapping), mapping, context)
			: createQueue(mapping, context),
	async update(mapping, { id }, context) {
		if (isStream(mapping)) return putStream(id, mapping, context);
		await clientOf(context, LambdaClient).send(
			new UpdateEventSourceMappingCommand({ UUID: id, ...settings(mapping) }),
		);
		return described(id, mapping, context);
	},
	async read({ id, inputs: mapping }, context) {
		if (isStream(mapping)) {
			const isThere = !mapping.enabled || (await context.streams.has(id));
			return isThere ? {} : undefined;
		}
		const now = await clientOf(context, LambdaClient).send(
			new GetEventSourceMappingCommand({ UUID: id }),
		);
		return {
			inputs: {
				batchSize: now.BatchSize,
				enabled: now.State === "Enabled",
			},
		};
	},
	async delete({ id, inputs: mapping }, context) {
		if (isStream(mapping)) return context.streams.stop(id);
		await clientOf(context, LambdaClient).send(
			new DeleteEventSourceMappingCommand({ UUID: id }),
		);
	},
});

function isStream({ eventSourceArn }: Mapping): boolean {
	return eventSourceArn.startsWith("arn:aws:dynamodb:");
}

async function createQueue(mapping: Mapping, context: Context) {
	const { UUID = "" } = await clientOf(context, LambdaClient).send(
		new CreateEventSourceMappingCommand({
			EventSourceArn: mapping.eventSourceArn,
			...settings(mapping),
		}),
	);
	return described(UUID, mapping, context);
}

function settings(mapping: Mapping) {
	return {
		FunctionName: mapping.functionName,
		Enabled: mapping.enabled,
		BatchSize: mapping.batchSize ?? 10,
		FunctionResponseTypes: mapping.functionResponseTypes,
		FilterCriteria: {
			Filters: patterns(mapping).map((Pattern) => ({ Pattern })),
		},
		ScalingConfig: {
			MaximumConcurrency: mapping.scalingConfig?.maximumConcurrency,
		},
	};
}

async function putStream(id: string, mapping: Mapping, context: Context) {
	if (mapping.enabled)
		await context.streams.put(streamOf(id, mapping, context));
	else await context.streams.stop(id);
	return described(id, mapping, context);
}

function streamOf(
	id: string,
	mapping: Mapping,
	{ region }: Context,
): StreamMapping {
	const onFailure = mapping.destinationConfig?.onFailure?.destinationArn;
	return {
		id,
		streamArn: mapping.eventSourceArn,
		region,
		functionName: mapping.functionName,
		filters: patterns(mapping),
		batchSize: mapping.batchSize ?? 100,
		batchWindowSeconds: mapping.maximumBatchingWindowInSeconds,
		startingPosition: mapping.startingPosition ?? "LATEST",
		bisect: mapping.bisectBatchOnFunctionError,
		maximumRetryAttempts: mapping.maximumRetryAttempts,
		maximumRecordAgeSeconds: mapping.maximumRecordAgeInSeconds,
		reportBatchItemFailures: mapping.functionResponseTypes.length > 0,
		parallelizationFactor: mapping.parallelizationFactor,
		onFailureBucket: onFailure?.split(":::")[1],
	};
}

function patterns({ filterCriteria }: Mapping): string[] {
	return filterCriteria?.filters.map(({ pattern }) => pattern) ?? [];
}

/** In the form of a UUID; a source and a function have one mapping. */
function streamId({ eventSourceArn, functionName }: Mapping): string {
	return stableId(eventSourceArn, functionName)
		.slice(0, 32)
		.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function described(id: string, mapping: Mapping, { region }: Context) {
	const arn = `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`;
	return {
		id,
		outputs: { uuid: id, arn, state: mapping.enabled ? "Enabled" : "Disabled" },
	};
}
