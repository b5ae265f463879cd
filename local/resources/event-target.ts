import {
	EventBridgeClient,
	ListTargetsByRuleCommand,
	PutTargetsCommand,
	RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { UserError } from "../user-error";
import { type Context, clientOf } from "./context";
import { handler } from "./handler";

const inputs = z.object({
	targetId: z.string(),
	rule: z.string(),
	eventBusName: z.string().default("default"),
	arn: z.string(),
	roleArn: z.string().optional(),
	input: z.string().optional(),
	inputPath: z.string().optional(),
	inputTransformer: z
		.object({
			inputPaths: z.record(z.string(), z.string()).optional(),
			inputTemplate: z.string(),
		})
		.optional(),
	deadLetterConfig: z.object({ arn: z.string().optional() }).optional(),
	retryPolicy: z
		.object({
			maximumEventAgeInSeconds: z.number().optional(),
			maximumRetryAttempts: z.number().optional(),
		})
		.optional(),
	sqsTarget: z.object({ messageGroupId: z.string().optional() }).optional(),
});

type Target = z.output<typeof inputs>;

export const eventTarget = handler({
	inputs,
	namedBy: "targetId",
	replaceOn: ["targetId", "rule", "eventBusName"],
	create: put,
	update: (target, _before, context) => put(target, context),
	async read({ inputs: target }, context) {
		const { Targets = [] } = await clientOf(context, EventBridgeClient).send(
			new ListTargetsByRuleCommand({
				Rule: target.rule,
				EventBusName: target.eventBusName,
			}),
		);
		const now = Targets.find(({ Id }) => Id === target.targetId);
		return now && { inputs: { arn: now.Arn, input: now.Input ?? "" } };
	},
	async delete({ inputs: target }, context) {
		const result = await clientOf(context, EventBridgeClient).send(
			new RemoveTargetsCommand({
				Rule: target.rule,
				EventBusName: target.eventBusName,
				Ids: [target.targetId],
			}),
		);
		refuse(result.FailedEntries?.[0]);
	},
});

async function put(target: Target, context: Context) {
	const result = await clientOf(context, EventBridgeClient).send(
		new PutTargetsCommand({
			Rule: target.rule,
			EventBusName: target.eventBusName,
			Targets: [
				{
					Id: target.targetId,
					Arn: target.arn,
					RoleArn: target.roleArn,
					Input: target.input,
					InputPath: target.inputPath,
					InputTransformer: target.inputTransformer && {
						InputPathsMap: target.inputTransformer.inputPaths,
						InputTemplate: target.inputTransformer.inputTemplate,
					},
					DeadLetterConfig: target.deadLetterConfig && {
						Arn: target.deadLetterConfig.arn,
					},
					RetryPolicy: target.retryPolicy && {
						MaximumEventAgeInSeconds:
							target.retryPolicy.maximumEventAgeInSeconds,
						MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
					},
					SqsParameters: target.sqsTarget && {
						MessageGroupId: target.sqsTarget.messageGroupId,
					},
				},
			],
		}),
	);
	refuse(result.FailedEntries?.[0]);
	return {
		id: `${target.eventBusName}/${target.rule}/${target.targetId}`,
		outputs: {},
	};
}

/** The call succeeds even when its only entry does not. */
function refuse(failed: { ErrorCode?: string; ErrorMessage?: string } = {}) {
	if (!failed.ErrorCode) return;
	throw new UserError(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
}
