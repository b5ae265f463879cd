import {
	CloudWatchLogsClient,
	CreateLogGroupCommand,
	DeleteLogGroupCommand,
	DescribeLogGroupsCommand,
	PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import * as z from "zod";
import { account, type Context, clientOf } from "./context";
import { handler } from "./handler";

const inputs = z.object({
	name: z.string(),
	retentionInDays: z.number().optional(),
});

export const logGroup = handler({
	inputs,
	noEffect: [
		"kmsKeyId",
		"logGroupClass",
		"skipDestroy",
		"deletionProtectionEnabled",
	],
	namedBy: "name",
	replaceOn: ["name"],
	async create(group, context) {
		const logs = clientOf(context, CloudWatchLogsClient);
		await logs.send(new CreateLogGroupCommand({ logGroupName: group.name }));
		await setRetention(group, context);
		return described(group.name, context);
	},
	async update(group, _before, context) {
		await setRetention(group, context);
		return described(group.name, context);
	},
	async read({ id }, context) {
		const logs = clientOf(context, CloudWatchLogsClient);
		const { logGroups = [] } = await logs.send(
			new DescribeLogGroupsCommand({ logGroupNamePrefix: id }),
		);
		const now = logGroups.find(({ logGroupName }) => logGroupName === id);
		return now && { inputs: { retentionInDays: now.retentionInDays ?? 0 } };
	},
	async delete({ id }, context) {
		const logs = clientOf(context, CloudWatchLogsClient);
		await logs.send(new DeleteLogGroupCommand({ logGroupName: id }));
	},
});

async function setRetention(group: z.output<typeof inputs>, context: Context) {
	if (!group.retentionInDays) return;
	await clientOf(context, CloudWatchLogsClient).send(
		new PutRetentionPolicyCommand({
			logGroupName: group.name,
			retentionInDays: group.retentionInDays,
		}),
	);
}

function described(name: string, { region }: Context) {
	const arn = `arn:aws:logs:${region}:${account}:log-group:${name}`;
	return { id: name, outputs: { arn } };
}
