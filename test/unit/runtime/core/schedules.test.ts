import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { isRetryable } from "../../../../runtime/core/retryable";
import { schedulesOf } from "../../../../runtime/core/schedules";
import {
	askedIn,
	type Call,
	credentials,
} from "../../../../testkit/dynamo/wire";
import { noon } from "../../../../testkit/records";

/** EventBridge Scheduler behind the SDK's own client, which answers with an error or takes what it is asked. */
function scheduler(error?: { name: string; status: number }) {
	const asked: { path: string; body: Record<string, unknown> }[] = [];
	const handle = async (call: Call & { path: string }) => {
		asked.push({ path: call.path, body: askedIn(call) });
		const headers = {
			"content-type": "application/json",
			...(error && { "x-amzn-errortype": error.name }),
		};
		const said = error ? { Message: error.name } : { ScheduleArn: "arn" };
		const body = Buffer.from(JSON.stringify(said));
		return { response: { statusCode: error?.status ?? 200, headers, body } };
	};
	const client = new SchedulerClient({
		region: "us-east-1",
		credentials,
		maxAttempts: 1,
		requestHandler: { handle },
	});
	return { asked, schedules: schedulesOf(async () => client) };
}

const schedule = {
	name: "a-name",
	group: "a-group",
	at: noon + 1,
	input: '{"id":"1"}',
	queue: "arn:aws:sqs:us-east-1:123456789012:queue",
	deadLetters: "arn:aws:sqs:us-east-1:123456789012:dead-letters",
	role: "arn:aws:iam::123456789012:role/role",
};

test("a schedule sends one message at one time, rounded up to whole seconds, and is gone", async () => {
	const { asked, schedules } = scheduler();
	await schedules.create(schedule);
	expect(asked).toMatchObject([
		{
			path: "/schedules/a-name",
			body: {
				GroupName: "a-group",
				ScheduleExpression: "at(2030-01-01T12:00:01)",
				ScheduleExpressionTimezone: "UTC",
				FlexibleTimeWindow: { Mode: "OFF" },
				ActionAfterCompletion: "DELETE",
				Target: {
					Arn: schedule.queue,
					RoleArn: schedule.role,
					Input: schedule.input,
				},
			},
		},
	]);
});

test("one that is there already is left as it is", async () => {
	const { schedules } = scheduler({ name: "ConflictException", status: 409 });
	await expect(schedules.create(schedule)).resolves.toBeUndefined();
});

test.each([
	["ThrottlingException", 429, true],
	["InternalServerException", 500, true],
	["ValidationException", 400, false],
	["ResourceNotFoundException", 404, false],
	["AccessDeniedException", 403, false],
])(
	"%s, with status %i: it may succeed later: %s",
	async (name, status, retryable) => {
		const { schedules } = scheduler({ name, status });
		const error = await schedules.create(schedule).catch((e: unknown) => e);
		expect(error).toBeInstanceOf(Error);
		expect(isRetryable(error)).toBe(retryable);
	},
);
