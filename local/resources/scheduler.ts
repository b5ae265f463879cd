import {
	CreateScheduleCommand,
	CreateScheduleGroupCommand,
	DeleteScheduleCommand,
	DeleteScheduleGroupCommand,
	GetScheduleCommand,
	GetScheduleGroupCommand,
	SchedulerClient,
	UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import * as z from "zod";
import { account, clientOf } from "./context";
import { handler } from "./handler";

export const scheduleGroup = handler({
	inputs: z.object({ name: z.string() }),
	namedBy: "name",
	async create({ name }, context) {
		const { ScheduleGroupArn } = await clientOf(context, SchedulerClient).send(
			new CreateScheduleGroupCommand({ Name: name }),
		);
		return { id: name, outputs: { arn: ScheduleGroupArn } };
	},
	async read({ id }, context) {
		const scheduler = clientOf(context, SchedulerClient);
		await scheduler.send(new GetScheduleGroupCommand({ Name: id }));
		return {};
	},
	// With all schedules in it, as in AWS.
	async delete({ id }, context) {
		const scheduler = clientOf(context, SchedulerClient);
		await scheduler.send(new DeleteScheduleGroupCommand({ Name: id }));
	},
});

const inputs = z.object({
	name: z.string(),
	groupName: z.string().default("default"),
	scheduleExpression: z.string(),
	// The emulator knows no other.
	scheduleExpressionTimezone: z.literal("UTC").optional(),
	flexibleTimeWindow: z.object({ mode: z.literal("OFF") }),
	state: z.enum(["ENABLED", "DISABLED"]).optional(),
	// Nothing is retried here: what is sent arrives.
	target: z.object({
		arn: z.string(),
		roleArn: z.string(),
		input: z.string().optional(),
	}),
});

type Schedule = z.output<typeof inputs>;

export const schedule = handler({
	inputs,
	namedBy: "name",
	replaceOn: ["name", "groupName"],
	async create(schedule, context) {
		const scheduler = clientOf(context, SchedulerClient);
		await scheduler.send(new CreateScheduleCommand(request(schedule)));
		return described(schedule, context.region);
	},
	async update(schedule, _before, context) {
		const scheduler = clientOf(context, SchedulerClient);
		await scheduler.send(new UpdateScheduleCommand(request(schedule)));
		return described(schedule, context.region);
	},
	async read({ inputs: { name, groupName } }, context) {
		const now = await clientOf(context, SchedulerClient).send(
			new GetScheduleCommand({ Name: name, GroupName: groupName }),
		);
		return {
			inputs: {
				scheduleExpression: now.ScheduleExpression,
				state: now.State,
			},
		};
	},
	async delete({ inputs: { name, groupName } }, context) {
		await clientOf(context, SchedulerClient).send(
			new DeleteScheduleCommand({ Name: name, GroupName: groupName }),
		);
	},
});

function request({ target, ...schedule }: Schedule) {
	return {
		Name: schedule.name,
		GroupName: schedule.groupName,
		ScheduleExpression: schedule.scheduleExpression,
		ScheduleExpressionTimezone: schedule.scheduleExpressionTimezone,
		FlexibleTimeWindow: { Mode: schedule.flexibleTimeWindow.mode },
		State: schedule.state,
		Target: {
			Arn: target.arn,
			RoleArn: target.roleArn,
			Input: target.input,
		},
	};
}

function described({ groupName, name }: Schedule, region: string) {
	const arn = `arn:aws:scheduler:${region}:${account}:schedule/${groupName}/${name}`;
	return { id: `${groupName}/${name}`, outputs: { arn } };
}
