import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import {
	maxReceiveCount,
	targetDefaults,
	visibilityTimeout,
} from "./defaults/queue";
import type { Drain } from "./drain";
import { FunctionQueue, type FunctionQueueTransform } from "./function-queue";
import type { Bus } from "./hub";
import { queuePolicy } from "./queue-policy";
import type { ServiceFunction } from "./service-function";

export interface SubscriptionArgs extends RegionalArgs {
	bus: Pick<Bus, "name">;
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

export interface SubscriptionTransform extends FunctionQueueTransform {
	rule?: Transform<cloudwatch.EventRuleArgs>;
	target?: Transform<cloudwatch.EventTargetArgs>;
}

/** A rule of the bus, a queue behind it, and a function behind the queue; what neither can deliver is kept aside. */
export class Subscription extends Component {
	readonly rule: cloudwatch.EventRule;
	readonly queue: sqs.Queue;
	readonly deadLetters: sqs.Queue;

	constructor(
		name: string,
		args: SubscriptionArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Subscription", name, opts);
		const { queue, deadLetters } = this.createQueues(name, args);
		this.queue = queue;
		this.deadLetters = deadLetters;
		this.rule = this.createRule(name, args);
		const allowed = [
			this.allowDelivery(`${name}-queue-policy`, queue, args),
			this.allowDelivery(`${name}-dead-letters-policy`, deadLetters, args),
		];
		this.createTarget(name, args, allowed);
		this.registerOutputs({
			queueUrl: this.queue.url,
			deadLettersUrl: this.deadLetters.url,
		});
	}

	private createQueues(name: string, args: SubscriptionArgs) {
		const visibility = visibilityTimeout(args.functionTimeout);
		return new FunctionQueue(
			name,
			{ ...args, visibility, maxReceiveCount },
			this,
		);
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

	/** Of the bus's rules only this one may send. */
	private allowDelivery(
		name: string,
		queue: sqs.Queue,
		{ region }: SubscriptionArgs,
	) {
		const sender = {
			service: "events.amazonaws.com",
			condition: { ArnEquals: { "aws:SourceArn": this.rule.arn } },
		};
		return queuePolicy(name, { region, queue }, sender, this);
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
}
