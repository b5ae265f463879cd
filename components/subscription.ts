import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { deadLettersOf } from "../contracts/function-name";
import { limits } from "../contracts/limits";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import {
	maxReceiveCount,
	queueDefaults,
	queueMappingDefaults,
	targetDefaults,
	visibilityTimeout,
} from "./defaults/queue";
import { type Drain, drainVisibility } from "./drain";
import { alarmOnAge } from "./queue-alarm";
import type { ServiceFunction } from "./service-function";

export interface SubscriptionArgs extends RegionalArgs {
	bus: cloudwatch.EventBus;
	/** What of the bus, as EventBridge's JSON. */
	pattern: string;
	function: ServiceFunction;
	/** Its physical name, after which its dead letters are named. */
	functionName: string;
	/** Seconds. */
	functionTimeout: number;
	/** What makes faults of its dead letters; without one they stay until somebody sends them again. */
	drain?: Drain;
	/** How many invocations at once: 2 to 1000. */
	concurrency: number;
	transform?: SubscriptionTransform | undefined;
}

export interface SubscriptionTransform {
	rule?: Transform<cloudwatch.EventRuleArgs>;
	target?: Transform<cloudwatch.EventTargetArgs>;
	queue?: Transform<sqs.QueueArgs>;
	mapping?: Transform<lambda.EventSourceMappingArgs>;
}

/** A rule of the bus, a queue behind it, and a function behind the queue; what neither can deliver is kept aside. */
export class Subscription extends Component {
	readonly rule: cloudwatch.EventRule;
	readonly queue: sqs.Queue;
	readonly deadLetters: sqs.Queue;
	readonly mapping: lambda.EventSourceMapping;

	constructor(
		name: string,
		args: SubscriptionArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Subscription", name, opts);
		this.deadLetters = this.createDeadLetters(name, args);
		this.queue = this.createQueue(name, args);
		this.rule = this.createRule(name, args);
		const allowed = [
			this.allowDelivery(name, "queue", this.queue, args),
			this.allowDelivery(name, "dead-letters", this.deadLetters, args),
		];
		this.createTarget(name, args, allowed);
		this.grantReceive(args.function);
		this.mapping = this.createMapping(name, args);
		this.drain(name, args);
		this.registerOutputs({
			queueUrl: this.queue.url,
			deadLettersUrl: this.deadLetters.url,
		});
	}

	private createDeadLetters(
		name: string,
		{ region, tags, functionName }: SubscriptionArgs,
	) {
		return new sqs.Queue(
			`${name}-dead-letters`,
			{
				...queueDefaults,
				region,
				tags,
				// It leads from a dead letter to the function.
				name: deadLettersOf(functionName),
				visibilityTimeoutSeconds: drainVisibility,
				messageRetentionSeconds: limits.deadLetters,
			},
			{ parent: this },
		);
	}

	private createQueue(name: string, args: SubscriptionArgs) {
		const { region, tags, functionTimeout, transform } = args;
		const queueArgs: sqs.QueueArgs = {
			...queueDefaults,
			region,
			tags,
			visibilityTimeoutSeconds: visibilityTimeout(functionTimeout),
			messageRetentionSeconds: limits.queue,
			redrivePolicy: pulumi.jsonStringify({
				deadLetterTargetArn: this.deadLetters.arn,
				maxReceiveCount,
			}),
		};
		const final = transformed(queueArgs, transform?.queue);
		this.warnUnless(
			final.redrivePolicy,
			(policy) => Boolean(policy),
			`${name}: the queue has no dead-letter queue: a message that always fails comes back for days and is then lost`,
		);
		return new sqs.Queue(`${name}-queue`, final, { parent: this });
	}

	private createRule(name: string, args: SubscriptionArgs) {
		const { region, tags, bus, pattern, transform } = args;
		const ruleArgs: cloudwatch.EventRuleArgs = {
			region,
			tags,
			eventBusName: bus.name,
			eventPattern: pattern,
		};
		return new cloudwatch.EventRule(
			`${name}-rule`,
			transformed(ruleArgs, transform?.rule),
			{ parent: this },
		);
	}

	/** Only this rule may send, and only encrypted. */
	private allowDelivery(
		name: string,
		what: string,
		queue: sqs.Queue,
		{ region }: SubscriptionArgs,
	) {
		const policy = pulumi.jsonStringify({
			Version: "2012-10-17",
			Statement: [
				{
					Effect: "Allow",
					Principal: { Service: "events.amazonaws.com" },
					Action: "sqs:SendMessage",
					Resource: queue.arn,
					Condition: { ArnEquals: { "aws:SourceArn": this.rule.arn } },
				},
				{
					Effect: "Deny",
					Principal: "*",
					Action: "sqs:*",
					Resource: queue.arn,
					Condition: { Bool: { "aws:SecureTransport": "false" } },
				},
			],
		});
		return new sqs.QueuePolicy(
			`${name}-${what}-policy`,
			{ region, queueUrl: queue.url, policy },
			{ parent: this },
		);
	}

	/** After the policies: what the bus is not allowed to deliver it drops. */
	private createTarget(
		name: string,
		args: SubscriptionArgs,
		allowed: sqs.QueuePolicy[],
	) {
		const { region, bus, transform } = args;
		const targetArgs: cloudwatch.EventTargetArgs = {
			...targetDefaults,
			region,
			eventBusName: bus.name,
			rule: this.rule.name,
			arn: this.queue.arn,
			deadLetterConfig: { arn: this.deadLetters.arn },
		};
		const final = transformed(targetArgs, transform?.target);
		this.warnUnless(
			final.deadLetterConfig,
			(config) => config !== undefined,
			`${name}: the rule's target has no dead-letter queue: what the bus cannot deliver is lost without a trace`,
		);
		return new cloudwatch.EventTarget(`${name}-target`, final, {
			parent: this,
			dependsOn: allowed,
		});
	}

	private grantReceive(fn: ServiceFunction) {
		fn.allow("receive", [
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

	private createMapping(name: string, args: SubscriptionArgs) {
		const { region, tags, concurrency, transform } = args;
		const mappingArgs: lambda.EventSourceMappingArgs = {
			...queueMappingDefaults,
			region,
			tags,
			eventSourceArn: this.queue.arn,
			functionName: args.function.function.arn,
			scalingConfig: { maximumConcurrency: concurrency },
		};
		const final = transformed(mappingArgs, transform?.mapping);
		this.warnUnless(
			final.functionResponseTypes,
			(types = []) => types.includes("ReportBatchItemFailures"),
			`${name}: partial batch responses are off: one bad message makes nine good ones come back`,
		);
		return new lambda.EventSourceMapping(`${name}-mapping`, final, {
			parent: this,
			dependsOn: [...args.function.policies],
		});
	}

	private drain(name: string, args: SubscriptionArgs) {
		const { deadLetters: queue } = this;
		args.drain?.empty(name, { queue, tags: args.tags, parent: this });
		alarmOnAge(`${name}-dead-letters-age`, args, queue, this);
	}
}
