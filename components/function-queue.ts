import * as lambda from "@pulumi/aws/lambda";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { deadLettersOf } from "../contracts/function-name";
import { limits } from "../contracts/limits";
import {
	type RegionalArgs,
	type Transform,
	transformed,
	warnUnless,
} from "./component";
import { queueDefaults, queueMappingDefaults } from "./defaults/queue";
import { type Drain, drainVisibility } from "./drain";
import { alarmOnAge } from "./queue-alarm";
import type { ServiceFunction } from "./service-function";

export interface FunctionQueueArgs extends RegionalArgs {
	function: ServiceFunction;
	/** Its physical name, after which its dead letters are named. */
	functionName: string;
	/** Seconds for which a message is hidden while the function has it. */
	visibility: number;
	/** A message that failed so often is put aside. */
	maxReceiveCount: number;
	/** What makes faults of its dead letters; without one they stay until somebody sends them again. */
	drain?: Drain | undefined;
	/** How many invocations at once: 2 to 1000. */
	concurrency: number;
	/** Messages of one invocation; default 10. */
	batchSize?: number;
	transform?: FunctionQueueTransform | undefined;
}

export interface FunctionQueueTransform {
	queue?: Transform<sqs.QueueArgs>;
	mapping?: Transform<lambda.EventSourceMappingArgs>;
}

/** A function behind a queue, as children of one component; what the function cannot handle is kept aside. */
export class FunctionQueue {
	readonly deadLetters: sqs.Queue;
	readonly queue: sqs.Queue;

	constructor(
		private readonly name: string,
		private readonly args: FunctionQueueArgs,
		private readonly parent: pulumi.Resource,
	) {
		this.deadLetters = this.createDeadLetters();
		this.queue = this.createQueue();
		this.grantReceive();
		this.createMapping();
		this.drain();
	}

	private createDeadLetters() {
		const { region, tags, functionName } = this.args;
		return new sqs.Queue(
			`${this.name}-dead-letters`,
			{
				...queueDefaults,
				region,
				tags,
				// It leads from a dead letter to the function.
				name: deadLettersOf(functionName),
				visibilityTimeoutSeconds: drainVisibility,
				messageRetentionSeconds: limits.deadLetters,
			},
			{ parent: this.parent },
		);
	}

	private createQueue() {
		const { region, tags, visibility, maxReceiveCount, transform } = this.args;
		const args: sqs.QueueArgs = {
			...queueDefaults,
			region,
			tags,
			visibilityTimeoutSeconds: visibility,
			messageRetentionSeconds: limits.queue,
			redrivePolicy: pulumi.jsonStringify({
				deadLetterTargetArn: this.deadLetters.arn,
				maxReceiveCount,
			}),
		};
		const final = transformed(args, transform?.queue);
		warnUnless(
			this.parent,
			final.redrivePolicy,
			(policy) => Boolean(policy),
			`${this.name}: the queue has no dead-letter queue: a message that always fails comes back for days and is then lost`,
		);
		return new sqs.Queue(`${this.name}-queue`, final, { parent: this.parent });
	}

	private grantReceive() {
		this.args.function.allow("receive", [
			{
				actions: [
					"sqs:ReceiveMessage",
					"sqs:DeleteMessage",
					"sqs:GetQueueAttributes",
				],
				resources: [this.queue.arn],
			},
		]);
	}

	private createMapping() {
		const { region, tags, concurrency, batchSize, transform } = this.args;
		const args: lambda.EventSourceMappingArgs = {
			...queueMappingDefaults,
			...(batchSize && { batchSize }),
			region,
			tags,
			eventSourceArn: this.queue.arn,
			functionName: this.args.function.function.arn,
			scalingConfig: { maximumConcurrency: concurrency },
		};
		const final = transformed(args, transform?.mapping);
		warnUnless(
			this.parent,
			final.functionResponseTypes,
			(types = []) => types.includes("ReportBatchItemFailures"),
			`${this.name}: partial batch responses are off: one bad message makes nine good ones come back`,
		);
		return new lambda.EventSourceMapping(`${this.name}-mapping`, final, {
			parent: this.parent,
			dependsOn: [...this.args.function.policies],
		});
	}

	private drain() {
		const { args, name, parent, deadLetters: queue } = this;
		args.drain?.empty(name, { queue, tags: args.tags, parent });
		alarmOnAge(`${name}-dead-letters-age`, args, queue, parent);
	}
}
