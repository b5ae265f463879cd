import {
	AddPermissionCommand,
	DeleteFunctionEventInvokeConfigCommand,
	GetPolicyCommand,
	LambdaClient,
	PutFunctionEventInvokeConfigCommand,
	RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import * as z from "zod";
import { type Context, clientOf } from "./context";
import { handler } from "./handler";

export const permission = handler({
	inputs: z.object({
		statementId: z.string(),
		action: z.string(),
		function: z.string(),
		principal: z.string(),
		sourceArn: z.string().optional(),
		sourceAccount: z.string().optional(),
		qualifier: z.string().optional(),
	}),
	namedBy: "statementId",
	async create(permission, context) {
		await clientOf(context, LambdaClient).send(
			new AddPermissionCommand({
				StatementId: permission.statementId,
				Action: permission.action,
				FunctionName: permission.function,
				Principal: permission.principal,
				SourceArn: permission.sourceArn,
				SourceAccount: permission.sourceAccount,
				Qualifier: permission.qualifier,
			}),
		);
		return { id: permission.statementId, outputs: {} };
	},
	async read({ id, inputs }, context) {
		const { Policy = "{}" } = await clientOf(context, LambdaClient).send(
			new GetPolicyCommand({
				FunctionName: inputs.function,
				Qualifier: inputs.qualifier,
			}),
		);
		const { Statement } = functionPolicy.parse(JSON.parse(Policy));
		const statement = Statement.find(({ Sid }) => Sid === id);
		if (!statement) return undefined;
		const { Action, Principal, Condition } = statement;
		return {
			inputs: {
				action: Action,
				// AWS writes an account in its own way.
				principal: Principal.Service ?? inputs.principal,
				sourceArn: Condition.ArnLike?.["AWS:SourceArn"],
				sourceAccount: Condition.StringEquals?.["AWS:SourceAccount"],
			},
		};
	},
	async delete({ id, inputs }, context) {
		await clientOf(context, LambdaClient).send(
			new RemovePermissionCommand({
				FunctionName: inputs.function,
				StatementId: id,
				Qualifier: inputs.qualifier,
			}),
		);
	},
});

/** What may invoke a function, as Lambda writes it. */
const functionPolicy = z.object({
	Statement: z
		.array(
			z.object({
				Sid: z.string(),
				Action: z.string(),
				Principal: z
					.object({ Service: z.string().optional() })
					.catch({ Service: undefined }),
				Condition: z
					.record(z.string(), z.record(z.string(), z.string()))
					.default({}),
			}),
		)
		.default([]),
});

const destination = z.object({ destination: z.string() }).optional();

const invokeConfigInputs = z.object({
	functionName: z.string(),
	qualifier: z.string().optional(),
	maximumEventAgeInSeconds: z.number().optional(),
	maximumRetryAttempts: z.number().optional(),
	destinationConfig: z
		.object({ onFailure: destination, onSuccess: destination })
		.optional(),
});

export const eventInvokeConfig = handler({
	inputs: invokeConfigInputs,
	replaceOn: ["functionName", "qualifier"],
	create: putInvokeConfig,
	update: (config, _before, context) => putInvokeConfig(config, context),
	async delete({ inputs }, context) {
		await clientOf(context, LambdaClient).send(
			new DeleteFunctionEventInvokeConfigCommand({
				FunctionName: inputs.functionName,
				Qualifier: inputs.qualifier,
			}),
		);
	},
});

async function putInvokeConfig(
	config: z.output<typeof invokeConfigInputs>,
	context: Context,
) {
	const { onFailure, onSuccess } = config.destinationConfig ?? {};
	await clientOf(context, LambdaClient).send(
		new PutFunctionEventInvokeConfigCommand({
			FunctionName: config.functionName,
			Qualifier: config.qualifier,
			MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds,
			MaximumRetryAttempts: config.maximumRetryAttempts,
			DestinationConfig: {
				OnFailure: onFailure && { Destination: onFailure.destination },
				OnSuccess: onSuccess && { Destination: onSuccess.destination },
			},
		}),
	);
	return { id: config.functionName, outputs: {} };
}
