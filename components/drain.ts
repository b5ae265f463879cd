import * as lambda from "@pulumi/aws/lambda";
import * as s3 from "@pulumi/aws/s3";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { deadLettersOf, functionName } from "../contracts/function-name";
import { limits } from "../contracts/limits";
import { partsOf } from "./arn";
import type { FunctionCode } from "./code";
import { Component, type RegionalArgs } from "./component";
import { sizes } from "./defaults/function";
import {
	queueDefaults,
	queueMappingDefaults,
	visibilityTimeout,
} from "./defaults/queue";
import type { Hub } from "./hub";
import { alarmOnAge } from "./queue-alarm";
import { queuePolicy } from "./queue-policy";
import { ServiceFunction } from "./service-function";

export interface DrainArgs extends RegionalArgs {
	/** The hub's, in AWS. Default: `hub`. */
	physicalName?: string;
	code: FunctionCode;
	/** Whose failures are drained, and onto whose bus. */
	hub: Pick<
		Hub,
		"bus" | "failures" | "claimsBucket" | "grantPublish" | "grantClaim"
	>;
}

/** A subscription's queue of dead letters, and the component that it belongs to. */
export interface Drained {
	queue: sqs.Queue;
	tags: Record<string, string>;
	parent: pulumi.Resource;
}

/** Seconds for which a drained queue hides a message that is being drained. */
export const drainVisibility = visibilityTimeout(sizes.drain.timeout);

/** The least that AWS takes: what failed before can wait, the rest of the account cannot. */
const concurrency = 2;

/** Where Lambda puts what a stream's function failed of. */
const failedBatches = "aws/lambda/";

/** Makes faults of what no function could handle: the subscriptions' dead letters, and the batches in the failure bucket. */
export class Drain extends Component {
	readonly function: ServiceFunction;
	/** News of failed batches; those that cannot be drained stay here. */
	readonly queue: sqs.Queue;

	constructor(
		name: string,
		private readonly args: DrainArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Drain", name, opts);
		const { tags } = args;
		this.queue = this.createQueue(name);
		this.function = this.createFunction(name);
		this.notify(name, this.allowNotification(name));
		this.empty(name, { queue: this.queue, tags, parent: this });
		alarmOnAge(`${name}-age`, args, this.queue, this);
		this.registerOutputs({ queueUrl: this.queue.url });
	}

	/** Takes what comes into the queue, which is named after the function whose dead letters it keeps. */
	empty(name: string, { queue, tags, parent }: Drained): void {
		new lambda.EventSourceMapping(
			`${name}-drain-mapping`,
			{
				...queueMappingDefaults,
				region: this.args.region,
				tags,
				eventSourceArn: queue.arn,
				functionName: this.function.function.arn,
				scalingConfig: { maximumConcurrency: concurrency },
			},
			{ parent, dependsOn: [...this.function.policies] },
		);
	}

	private createQueue(name: string) {
		const { region, tags } = this.args;
		return new sqs.Queue(
			`${name}-queue`,
			{
				...queueDefaults,
				region,
				tags,
				visibilityTimeoutSeconds: drainVisibility,
				messageRetentionSeconds: limits.deadLetters,
			},
			{ parent: this },
		);
	}

	private createFunction(name: string) {
		const { settings, hub, physicalName = "hub" } = this.args;
		const { project, stack } = settings;
		const fn = new ServiceFunction(
			name,
			{
				...this.args,
				...sizes.drain,
				functionName: functionName(settings, physicalName, "drain"),
				environment: {
					POWERTOOLS_SERVICE_NAME: "drain",
					SERVICE: "hub",
					PROJECT: project,
					STACK: stack,
					BUS_NAME: hub.bus.name,
					CLAIMS_BUCKET: hub.claimsBucket,
					PUT_EVENTS_BYTES: String(settings.putEventsBytes),
				},
			},
			{ parent: this },
		);
		hub.grantPublish(fn);
		hub.grantClaim(fn);
		hub.failures.access.grantFetch(fn);
		const actions = [
			"sqs:ReceiveMessage",
			"sqs:DeleteMessage",
			"sqs:GetQueueAttributes",
		];
		fn.allow("receive", [
			{ actions, resources: [this.queue.arn] },
			{
				actions,
				resources: this.allDeadLetters(),
				// By name alone `dev` would have the queues of `dev-2`, too.
				condition: {
					StringEquals: {
						"aws:ResourceTag/project": project,
						"aws:ResourceTag/stack": stack,
					},
				},
			},
		]);
		return fn;
	}

	/** One by one they would outgrow the 10 KB that a role's policies may have. */
	private allDeadLetters() {
		const { region, settings } = this.args;
		return ["listener", "job"].map((kind) => {
			const names = deadLettersOf(functionName(settings, "*", kind));
			return pulumi.interpolate`arn:aws:sqs:${region}:${this.account()}:${names}`;
		});
	}

	private account() {
		return this.args.hub.bus.arn.apply((arn) => partsOf(arn).account);
	}

	/** Of all buckets only this one may send. */
	private allowNotification(name: string) {
		const { region, hub } = this.args;
		const { queue } = this;
		const sender = {
			service: "s3.amazonaws.com",
			condition: {
				ArnEquals: { "aws:SourceArn": hub.failures.arn },
				StringEquals: { "aws:SourceAccount": this.account() },
			},
		};
		return queuePolicy(`${name}-queue-policy`, { region, queue }, sender, this);
	}

	/** S3 tries at once whether it may send. */
	private notify(name: string, allowed: sqs.QueuePolicy) {
		const { region, hub } = this.args;
		return new s3.BucketNotification(
			`${name}-notification`,
			{
				region,
				bucket: hub.failures.bucket.bucket,
				queues: [
					{
						// Left open it would be a new one with every change.
						id: "drain",
						queueArn: this.queue.arn,
						events: ["s3:ObjectCreated:*"],
						filterPrefix: failedBatches,
					},
				],
			},
			{ parent: this, dependsOn: allowed },
		);
	}
}
