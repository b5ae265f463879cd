import * as scheduler from "@pulumi/aws/scheduler";
import type * as pulumi from "@pulumi/pulumi";
import type { Contract } from "../contracts/contract";
import { protectionOf } from "../contracts/protection";
import { type Clock, clocksOf } from "../contracts/schedule";
import type { FunctionCode } from "./code";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { sizes } from "./defaults/function";
import { jobQueueDefaults } from "./defaults/queue";
import { scheduleDefaults, scheduleTargetDefaults } from "./defaults/schedule";
import type { EntitiesTable } from "./entities-table";
import { FunctionQueue, type FunctionQueueTransform } from "./function-queue";
import type { Hub } from "./hub";
import type { KeyAccess } from "./key-access";
import type { PrivateNetwork } from "./network";
import { queuePolicy } from "./queue-policy";
import type { Receiver, Schedules } from "./schedules";
import { type FunctionTransform, ServiceFunction } from "./service-function";
import type { SystemSecrets } from "./system-secrets";

export interface JobArgs extends RegionalArgs {
	contract: Contract;
	code: FunctionCode;
	functionName: string;
	environment: Record<string, pulumi.Input<string>>;
	entities: EntitiesTable;
	hub: Hub;
	schedules: Schedules;
	/** Of the external systems that the service calls. */
	secrets?: SystemSecrets | undefined;
	/** Seconds by which this region is later than the tables' own. */
	delay: number;
	/** For what the contract marks as sensitive. */
	protection?: KeyAccess | undefined;
	/** Where the systems are reached that are inside. */
	network?: PrivateNetwork | undefined;
	transform?: JobTransform | undefined;
}

export interface JobTransform
	extends FunctionTransform,
		FunctionQueueTransform {
	schedule?: Transform<scheduler.ScheduleArgs>;
}

/** Driving side: schedules -> queue -> function -> table. One function for all of a service's jobs. */
export class Job extends Component {
	readonly function: ServiceFunction;
	readonly schedules: readonly scheduler.Schedule[];

	constructor(
		name: string,
		args: JobArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Job", name, opts);
		const clocks = clocksOf(args.contract, args.delay);
		this.function = this.createFunction(name, args);
		const receiver = this.createQueue(name, args, clocks.length);
		args.schedules.sendInto(receiver, "send-jobs");
		this.schedules = clocks.map((clock) =>
			this.createSchedule(name, args, clock, receiver),
		);
		this.registerOutputs({ functionArn: this.function.function.arn });
	}

	private createFunction(name: string, args: JobArgs) {
		const { region, entities, hub, secrets } = args;
		const fn = new ServiceFunction(
			name,
			{
				...args,
				...sizes.job,
				environment: { ...args.environment, ...secrets?.callEnvironment() },
			},
			{ parent: this },
		);
		args.protection?.grantUse(fn, protectionOf(args.contract, "job"));
		entities.grantRead(fn, region);
		entities.grantWrite(fn, region);
		secrets?.grantKeys(fn, region);
		// Its faults.
		hub.grantPublish(fn);
		hub.grantClaim(fn);
		return fn;
	}

	private createQueue(name: string, args: JobArgs, clocks: number) {
		const { region, hub } = args;
		const { queue, deadLetters } = new FunctionQueue(
			name,
			{
				...args,
				...jobQueueDefaults,
				drain: hub.drain,
				function: this.function,
				// A long job leaves the others one each; AWS allows no fewer than two.
				concurrency: Math.max(2, clocks),
			},
			this,
		);
		for (const [what, each] of Object.entries({
			queue,
			"dead-letters": deadLetters,
		}))
			queuePolicy(
				`${name}-${what}-policy`,
				{ region, queue: each },
				undefined,
				this,
			);
		return { queue, deadLetters };
	}

	/** After the role's policies: what it may not send is lost. */
	private createSchedule(
		name: string,
		{ region, schedules: { group, role, policies }, transform }: JobArgs,
		{ job, expression, delay }: Clock,
		{ queue, deadLetters }: Receiver,
	) {
		const args: scheduler.ScheduleArgs = {
			...scheduleDefaults,
			region,
			name: job,
			groupName: group.name,
			scheduleExpression: expression,
			target: {
				...scheduleTargetDefaults,
				arn: queue.arn,
				roleArn: role.arn,
				// A day that is not settled is seen as a fault, and settled when that is sent again.
				deadLetterConfig: { arn: deadLetters.arn },
				input: JSON.stringify({
					job,
					// The scheduler puts the time there, the same at each try. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
					scheduledTime: "<aws.scheduler.scheduled-time>",
					delay,
				}),
			},
		};
		return new scheduler.Schedule(
			`${name}-${job}`,
			transformed(args, transform?.schedule),
			{ parent: this, dependsOn: [...policies] },
		);
	}
}
