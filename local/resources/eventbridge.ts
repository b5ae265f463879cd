import {
	CreateArchiveCommand,
	CreateEventBusCommand,
	DeleteArchiveCommand,
	DeleteEventBusCommand,
	DeleteRuleCommand,
	DescribeArchiveCommand,
	DescribeEventBusCommand,
	DescribeRuleCommand,
	EventBridgeClient,
	ListRulesCommand,
	PutRuleCommand,
	UpdateArchiveCommand,
} from "@aws-sdk/client-eventbridge";
import * as z from "zod";
import { UserError } from "../user-error";
import { type Context, clientOf } from "./context";
import { handler, jsonText } from "./handler";

export const eventBus = handler({
	inputs: z.object({ name: z.string() }),
	noEffect: ["kmsKeyIdentifier", "deadLetterConfig", "logConfig"],
	namedBy: "name",
	replaceOn: ["name"],
	async create({ name }, context) {
		const events = clientOf(context, EventBridgeClient);
		const made = await events.send(new CreateEventBusCommand({ Name: name }));
		return { id: name, outputs: { arn: made.EventBusArn } };
	},
	async read({ id }, context) {
		const events = clientOf(context, EventBridgeClient);
		await events.send(new DescribeEventBusCommand({ Name: id }));
		return {};
	},
	async delete({ id }, context) {
		const events = clientOf(context, EventBridgeClient);
		// AWS refuses it, the emulator would forget them. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
		const { Rules = [] } = await events.send(
			new ListRulesCommand({ EventBusName: id }),
		);
		const names = Rules.map(({ Name }) => Name).join(", ");
		if (names !== "")
			throw new UserError(
				`The bus ${id} still has rules (${names}): AWS deletes none that has; destroy the stacks that have joined it first.`,
			);
		await events.send(new DeleteEventBusCommand({ Name: id }));
	},
});

const ruleInputs = z.object({
	name: z.string(),
	eventBusName: z.string().default("default"),
	eventPattern: jsonText.optional(),
	scheduleExpression: z.string().optional(),
	state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
});

export const eventRule = handler({
	inputs: ruleInputs,
	noEffect: ["roleArn"],
	namedBy: "name",
	replaceOn: ["name", "eventBusName"],
	create: putRule,
	update: (rule, _before, context) => putRule(rule, context),
	async read({ inputs: { name, eventBusName } }, context) {
		const now = await clientOf(context, EventBridgeClient).send(
			new DescribeRuleCommand({ Name: name, EventBusName: eventBusName }),
		);
		return {
			inputs: {
				eventPattern: now.EventPattern ?? "",
				scheduleExpression: now.ScheduleExpression ?? "",
				state: now.State === "DISABLED" ? "DISABLED" : "ENABLED",
			},
		};
	},
	async delete({ inputs }, context) {
		await clientOf(context, EventBridgeClient).send(
			new DeleteRuleCommand({
				Name: inputs.name,
				EventBusName: inputs.eventBusName,
				Force: true,
			}),
		);
	},
});

async function putRule(rule: z.output<typeof ruleInputs>, context: Context) {
	const { RuleArn } = await clientOf(context, EventBridgeClient).send(
		new PutRuleCommand({
			Name: rule.name,
			EventBusName: rule.eventBusName,
			EventPattern: rule.eventPattern,
			ScheduleExpression: rule.scheduleExpression,
			State: rule.state,
		}),
	);
	return {
		id: `${rule.eventBusName}/${rule.name}`,
		outputs: { arn: RuleArn, eventBusName: rule.eventBusName },
	};
}

export const eventArchive = handler({
	inputs: z.object({
		name: z.string(),
		eventSourceArn: z.string(),
		eventPattern: jsonText.optional(),
		retentionDays: z.number().optional(),
	}),
	noEffect: ["kmsKeyIdentifier"],
	namedBy: "name",
	replaceOn: ["name", "eventSourceArn"],
	async create(archive, context) {
		await clientOf(context, EventBridgeClient).send(
			new CreateArchiveCommand({
				ArchiveName: archive.name,
				EventSourceArn: archive.eventSourceArn,
				EventPattern: archive.eventPattern,
				RetentionDays: archive.retentionDays,
			}),
		);
		return describedArchive(archive.name, context);
	},
	async update(archive, _before, context) {
		await clientOf(context, EventBridgeClient).send(
			new UpdateArchiveCommand({
				ArchiveName: archive.name,
				EventPattern: archive.eventPattern,
				RetentionDays: archive.retentionDays,
			}),
		);
		return describedArchive(archive.name, context);
	},
	async read({ id }, context) {
		const now = await clientOf(context, EventBridgeClient).send(
			new DescribeArchiveCommand({ ArchiveName: id }),
		);
		return {
			inputs: {
				eventPattern: now.EventPattern ?? "",
				retentionDays: now.RetentionDays,
			},
		};
	},
	async delete({ id }, context) {
		const events = clientOf(context, EventBridgeClient);
		await events.send(new DeleteArchiveCommand({ ArchiveName: id }));
	},
});

async function describedArchive(name: string, context: Context) {
	const { ArchiveArn } = await clientOf(context, EventBridgeClient).send(
		new DescribeArchiveCommand({ ArchiveName: name }),
	);
	return { id: name, outputs: { arn: ArchiveArn } };
}
