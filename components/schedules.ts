import * as iam from "@pulumi/aws/iam";
import * as scheduler from "@pulumi/aws/scheduler";
import type * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import {
	Component,
	type RegionalArgs,
	type Transform,
	transformed,
} from "./component";
import { assumedByScheduler, type Grantee, RolePolicies } from "./grant";

export interface SchedulesArgs extends RegionalArgs {
	/** The service, as it is called in AWS. */
	service: string;
	transform?: SchedulesTransform | undefined;
}

export interface SchedulesTransform {
	group?: Transform<scheduler.ScheduleGroupArgs>;
	role?: Transform<iam.RoleArgs>;
}

/** The queue of a function, and where goes what it was never given. */
export interface Receiver {
	queue: sqs.Queue;
	deadLetters: sqs.Queue;
}

/** What a service does by the clock: a group of schedules, and the role by which they send into the service's queues. */
export class Schedules extends Component {
	/** Deadlines that are pending are in it: who deletes it deletes them. */
	readonly group: scheduler.ScheduleGroup;
	readonly role: iam.Role;
	private readonly granted: RolePolicies;

	constructor(
		name: string,
		args: SchedulesArgs,
		opts?: pulumi.ComponentResourceOptions,
	) {
		super("Schedules", name, opts);
		this.group = this.createGroup(name, args);
		this.role = this.createRole(name, args);
		this.granted = new RolePolicies(name, this.role, this);
		this.registerOutputs({ groupName: this.group.name });
	}

	/** What schedules depend on: without them nothing arrives. */
	get policies(): readonly iam.RolePolicy[] {
		return this.granted.policies;
	}

	/** Lets the group's schedules send there, and aside what they cannot; `verb` names the policy. */
	sendInto({ queue, deadLetters }: Receiver, verb: string): void {
		this.granted.allow(verb, [
			{
				actions: ["sqs:SendMessage"],
				resources: [queue.arn, deadLetters.arn],
			},
		]);
	}

	/** Add schedules to the group, which then act by the group's role. */
	grantCreate(grantee: Grantee): void {
		const inGroup = this.group.arn.apply(
			(arn) => `${arn.replace(":schedule-group/", ":schedule/")}/*`,
		);
		grantee.allow("schedule", [
			{ actions: ["scheduler:CreateSchedule"], resources: [inGroup] },
			{
				actions: ["iam:PassRole"],
				resources: [this.role.arn],
				condition: {
					StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
				},
			},
		]);
	}

	private createGroup(name: string, args: SchedulesArgs) {
		const { region, tags, service, settings, transform } = args;
		const { project, stack, stage } = settings;
		const groupArgs: scheduler.ScheduleGroupArgs = {
			region,
			tags,
			name: `${project}-${stack}-${service}`,
		};
		return new scheduler.ScheduleGroup(
			`${name}-group`,
			transformed(groupArgs, transform?.group),
			// One that is left behind is of no use without its role and queue, and in the way of a new one.
			{ parent: this, protect: stage.protect },
		);
	}

	private createRole(name: string, { tags, transform }: SchedulesArgs) {
		const args: iam.RoleArgs = {
			tags,
			assumeRolePolicy: assumedByScheduler(this.group.arn),
		};
		return new iam.Role(`${name}-role`, transformed(args, transform?.role), {
			parent: this,
		});
	}
}
