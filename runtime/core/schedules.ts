import type { SchedulerClient } from "@aws-sdk/client-scheduler";

/** One message to a queue, at one time. */
export interface Schedule {
	/** The same name in the same group is the same schedule. At most 64 characters. */
	name: string;
	group: string;
	/** Ms. */
	at: number;
	/** The message's body. */
	input: string;
	/** ARN of the queue. */
	queue: string;
	/** ARN of the queue that keeps what the first one could not be given: the scheduler would drop it. */
	deadLetters: string;
	/** ARN of the role with which the scheduler sends. */
	role: string;
}

export interface Schedules {
	/** One that is there already is left as it is. */
	create(schedule: Schedule): Promise<void>;
}

/** The port to EventBridge Scheduler; the client is loaded when the first schedule is wanted. */
export function schedulesOf(client: () => Promise<SchedulerClient>): Schedules {
	return {
		async create({ name, group, at, input, queue, deadLetters, role }) {
			const { ConflictException, CreateScheduleCommand } = await import(
				"../lazy/scheduler.js"
			);
			const scheduler = await client();
			const command = new CreateScheduleCommand({
				Name: name,
				GroupName: group,
				ScheduleExpression: `at(${wholeSecond(at)})`,
				ScheduleExpressionTimezone: "UTC",
				FlexibleTimeWindow: { Mode: "OFF" },
				// It has no other use, and an account has a quota of schedules.
				ActionAfterCompletion: "DELETE",
				Target: {
					Arn: queue,
					RoleArn: role,
					Input: input,
					DeadLetterConfig: { Arn: deadLetters },
				},
			});
			try {
				await scheduler.send(command);
			} catch (error) {
				if (!(error instanceof ConflictException)) throw error;
			}
		},
	};
}

/** Never before the time: `at()` has no fractions. */
function wholeSecond(ms: number): string {
	return new Date(Math.ceil(ms / 1000) * 1000).toISOString().slice(0, 19);
}
