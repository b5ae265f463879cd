import {
	CreateQueueCommand,
	DeleteQueueCommand,
	GetQueueAttributesCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { type Context, clientOf } from "./context";
import { handler, jsonText } from "./handler";

const seconds = z.number().optional();

const inputs = z.object({
	name: z.string(),
	fifoQueue: z.boolean().optional(),
	contentBasedDeduplication: z.boolean().optional(),
	visibilityTimeoutSeconds: seconds,
	messageRetentionSeconds: seconds,
	delaySeconds: seconds,
	receiveWaitTimeSeconds: seconds,
	maxMessageSize: z.number().optional(), // bytes
	redrivePolicy: jsonText.optional(),
	redriveAllowPolicy: jsonText.optional(),
	policy: jsonText.optional(),
});

export const queue = handler({
	inputs,
	noEffect: [
		"kmsMasterKeyId",
		"kmsDataKeyReusePeriodSeconds",
		"sqsManagedSseEnabled",
		"deduplicationScope",
		"fifoThroughputLimit",
	],
	namedBy: "name",
	replaceOn: ["name", "fifoQueue"],
	async create(queue, context) {
		const sqs = clientOf(context, SQSClient);
		const { QueueUrl } = await sqs.send(
			new CreateQueueCommand({
				QueueName: queue.name,
				Attributes: {
					...(queue.fifoQueue && { FifoQueue: "true" }),
					...attributes(queue),
				},
			}),
		);
		return described(QueueUrl ?? "", context);
	},
	async update(queue, { id }, context) {
		await setAttributes(id, attributes(queue), context);
		return described(id, context);
	},
	async read({ id }, context) {
		const now = await attributesOf(id, context);
		return {
			inputs: {
				visibilityTimeoutSeconds: Number(now.VisibilityTimeout),
				messageRetentionSeconds: Number(now.MessageRetentionPeriod),
				delaySeconds: Number(now.DelaySeconds),
				receiveWaitTimeSeconds: Number(now.ReceiveMessageWaitTimeSeconds),
				maxMessageSize: Number(now.MaximumMessageSize),
				redrivePolicy: now.RedrivePolicy ?? "",
				redriveAllowPolicy: now.RedriveAllowPolicy ?? "",
				policy: now.Policy ?? "",
			},
		};
	},
	async delete({ id }, context) {
		const sqs = clientOf(context, SQSClient);
		await sqs.send(new DeleteQueueCommand({ QueueUrl: id }));
	},
});

/** AWS's own defaults stand in for what is absent, so that removing an input undoes it. */
function attributes(queue: z.output<typeof inputs>): Record<string, string> {
	return {
		VisibilityTimeout: String(queue.visibilityTimeoutSeconds ?? 30),
		MessageRetentionPeriod: String(queue.messageRetentionSeconds ?? 345_600),
		DelaySeconds: String(queue.delaySeconds ?? 0),
		ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitTimeSeconds ?? 0),
		MaximumMessageSize: String(queue.maxMessageSize ?? 262_144),
		...(queue.contentBasedDeduplication && {
			ContentBasedDeduplication: "true",
		}),
		...(queue.redrivePolicy && { RedrivePolicy: queue.redrivePolicy }),
		...(queue.redriveAllowPolicy && {
			RedriveAllowPolicy: queue.redriveAllowPolicy,
		}),
		...(queue.policy && { Policy: queue.policy }),
	};
}

async function described(url: string, context: Context) {
	const { Attributes } = await clientOf(context, SQSClient).send(
		new GetQueueAttributesCommand({
			QueueUrl: url,
			AttributeNames: ["QueueArn"],
		}),
	);
	return { id: url, outputs: { url, arn: Attributes?.QueueArn } };
}

async function attributesOf(url: string, context: Context) {
	const { Attributes = {} } = await clientOf(context, SQSClient).send(
		new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
	);
	return Attributes;
}

async function setAttributes(
	url: string,
	values: Record<string, string>,
	context: Context,
) {
	await clientOf(context, SQSClient).send(
		new SetQueueAttributesCommand({ QueueUrl: url, Attributes: values }),
	);
}

export const queuePolicy = handler({
	inputs: z.object({ queueUrl: z.string(), policy: jsonText }),
	replaceOn: ["queueUrl"],
	create: ({ queueUrl, policy }, context) =>
		putAttribute(queueUrl, "Policy", policy, context),
	update: ({ queueUrl, policy }, _before, context) =>
		putAttribute(queueUrl, "Policy", policy, context),
	async read({ id }, context) {
		const { Policy } = await attributesOf(id, context);
		return Policy ? { inputs: { policy: Policy } } : undefined;
	},
	delete: ({ id }, context) => setAttributes(id, { Policy: "" }, context),
});

export const redriveAllowPolicy = handler({
	inputs: z.object({ queueUrl: z.string(), redriveAllowPolicy: jsonText }),
	replaceOn: ["queueUrl"],
	create: (inputs, context) =>
		putAttribute(
			inputs.queueUrl,
			"RedriveAllowPolicy",
			inputs.redriveAllowPolicy,
			context,
		),
	update: (inputs, _before, context) =>
		putAttribute(
			inputs.queueUrl,
			"RedriveAllowPolicy",
			inputs.redriveAllowPolicy,
			context,
		),
	async read({ id }, context) {
		const { RedriveAllowPolicy } = await attributesOf(id, context);
		return RedriveAllowPolicy
			? { inputs: { redriveAllowPolicy: RedriveAllowPolicy } }
			: undefined;
	},
	delete: ({ id }, context) =>
		setAttributes(id, { RedriveAllowPolicy: "" }, context),
});

async function putAttribute(
	url: string,
	name: string,
	value: string,
	context: Context,
) {
	await setAttributes(url, { [name]: value }, context);
	return { id: url, outputs: {} };
}
