import {
	CreateBucketCommand,
	DeleteBucketCommand,
	DeleteBucketPolicyCommand,
	DeleteObjectsCommand,
	type Event,
	GetBucketNotificationConfigurationCommand,
	GetBucketPolicyCommand,
	HeadBucketCommand,
	ListObjectVersionsCommand,
	PutBucketNotificationConfigurationCommand,
	PutBucketPolicyCommand,
	PutBucketVersioningCommand,
	S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";
import { type Context, clientOf } from "./context";
import { handler, jsonText } from "./handler";

export const bucket = handler({
	inputs: z.object({ bucket: z.string() }),
	noEffect: ["bucketPrefix", "objectLockEnabled"],
	namedBy: "bucket",
	replaceOn: ["bucket"],
	async create({ bucket }, context) {
		const s3 = clientOf(context, S3Client);
		await s3.send(new CreateBucketCommand({ Bucket: bucket }));
		return {
			id: bucket,
			outputs: {
				arn: `arn:aws:s3:::${bucket}`,
				bucketDomainName: `${bucket}.s3.amazonaws.com`,
				bucketRegionalDomainName: `${bucket}.s3.${context.region}.amazonaws.com`,
			},
		};
	},
	async read({ id }, context) {
		await clientOf(context, S3Client).send(
			new HeadBucketCommand({ Bucket: id }),
		);
		return {};
	},
	async delete({ id }, context) {
		await empty(id, context);
		const s3 = clientOf(context, S3Client);
		await s3.send(new DeleteBucketCommand({ Bucket: id }));
	},
});

/** What is in it is as disposable as the rest of this machine's data. */
async function empty(bucket: string, context: Context): Promise<void> {
	const s3 = clientOf(context, S3Client);
	for (;;) {
		const { Versions = [], DeleteMarkers = [] } = await s3.send(
			new ListObjectVersionsCommand({ Bucket: bucket }),
		);
		const Objects = [...Versions, ...DeleteMarkers].map(
			({ Key, VersionId }) => ({ Key, VersionId }),
		);
		if (Objects.length === 0) return;
		await s3.send(
			new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
		);
	}
}

const versioningInputs = z.object({
	bucket: z.string(),
	versioningConfiguration: z.object({
		status: z.enum(["Enabled", "Suspended", "Disabled"]),
	}),
});

export const bucketVersioning = handler({
	inputs: versioningInputs,
	noEffect: ["mfa", "expectedBucketOwner"],
	replaceOn: ["bucket"],
	create: putVersioning,
	update: (versioning, _before, context) => putVersioning(versioning, context),
	async delete({ inputs }, context) {
		const versioningConfiguration = { status: "Suspended" as const };
		await putVersioning({ ...inputs, versioningConfiguration }, context);
	},
});

async function putVersioning(
	{ bucket, versioningConfiguration }: z.output<typeof versioningInputs>,
	context: Context,
) {
	const { status } = versioningConfiguration;
	// Disabled is what a bucket is until it was enabled once; S3 has no such request.
	if (status !== "Disabled") {
		await clientOf(context, S3Client).send(
			new PutBucketVersioningCommand({
				Bucket: bucket,
				VersioningConfiguration: { Status: status },
			}),
		);
	}
	return { id: bucket, outputs: {} };
}

const bucketPolicyInputs = z.object({ bucket: z.string(), policy: jsonText });

/** The emulator enforces none; so that a refresh shows what somebody changed. */
export const bucketPolicy = handler({
	inputs: bucketPolicyInputs,
	replaceOn: ["bucket"],
	create: putPolicy,
	update: (policy, _before, context) => putPolicy(policy, context),
	async read({ id }, context) {
		const { Policy } = await clientOf(context, S3Client).send(
			new GetBucketPolicyCommand({ Bucket: id }),
		);
		return { inputs: { policy: Policy } };
	},
	async delete({ id }, context) {
		const s3 = clientOf(context, S3Client);
		await s3.send(new DeleteBucketPolicyCommand({ Bucket: id }));
	},
});

async function putPolicy(
	{ bucket, policy }: z.output<typeof bucketPolicyInputs>,
	context: Context,
) {
	await clientOf(context, S3Client).send(
		new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }),
	);
	return { id: bucket, outputs: {} };
}

const notificationInputs = z.object({
	bucket: z.string(),
	queues: z
		.array(
			z.object({
				id: z.string().optional(),
				queueArn: z.string(),
				events: z.array(z.string()),
				filterPrefix: z.string().optional(),
				filterSuffix: z.string().optional(),
			}),
		)
		.default([]),
});

export const bucketNotification = handler({
	inputs: notificationInputs,
	replaceOn: ["bucket"],
	create: putNotification,
	update: (notification, _before, context) =>
		putNotification(notification, context),
	async read({ id, inputs }, context) {
		const { QueueConfigurations = [] } = await clientOf(context, S3Client).send(
			new GetBucketNotificationConfigurationCommand({ Bucket: id }),
		);
		const queues = QueueConfigurations.map(
			({ Id, QueueArn, Events, Filter }) => {
				const part = (name: string) =>
					Filter?.Key?.FilterRules?.find(
						({ Name }) => Name?.toLowerCase() === name,
					)?.Value;
				return {
					// Where the program names none, S3 does.
					...(inputs.queues.some(({ id }) => id === Id) && { id: Id }),
					queueArn: QueueArn,
					events: Events,
					filterPrefix: part("prefix"),
					filterSuffix: part("suffix"),
				};
			},
		);
		return { inputs: { queues } };
	},
	async delete({ inputs: { bucket } }, context) {
		await putNotification({ bucket, queues: [] }, context);
	},
});

async function putNotification(
	{ bucket, queues }: z.output<typeof notificationInputs>,
	context: Context,
) {
	await clientOf(context, S3Client).send(
		new PutBucketNotificationConfigurationCommand({
			Bucket: bucket,
			NotificationConfiguration: {
				QueueConfigurations: queues.map((queue) => ({
					Id: queue.id,
					QueueArn: queue.queueArn,
					// The program's are checked by its provider's types.
					Events: queue.events as Event[],
					Filter: { Key: { FilterRules: filterRules(queue) } },
				})),
			},
		}),
	);
	return { id: bucket, outputs: {} };
}

function filterRules(queue: { filterPrefix?: string; filterSuffix?: string }) {
	const { filterPrefix, filterSuffix } = queue;
	return [
		...(filterPrefix ? [{ Name: "prefix" as const, Value: filterPrefix }] : []),
		...(filterSuffix ? [{ Name: "suffix" as const, Value: filterSuffix }] : []),
	];
}
