import {
	CreateAliasCommand,
	CreateKeyCommand,
	DeleteAliasCommand,
	DescribeKeyCommand,
	DisableKeyRotationCommand,
	EnableKeyRotationCommand,
	GetKeyPolicyCommand,
	GetKeyRotationStatusCommand,
	KMSClient,
	PutKeyPolicyCommand,
	ReplicateKeyCommand,
	ScheduleKeyDeletionCommand,
	UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import * as z from "zod";
import { account, type Context, clientOf } from "./context";
import { handler, jsonText } from "./handler";

/** Days: the fewest that KMS takes. The emulator forgets all of it sooner. */
const deletionWindow = 7;

export const key = handler({
	inputs: z.object({
		multiRegion: z.boolean().optional(),
		enableKeyRotation: z.boolean().optional(),
		policy: jsonText.optional(),
	}),
	noEffect: ["deletionWindowInDays", "rotationPeriodInDays"],
	replaceOn: ["multiRegion"],
	async create({ multiRegion, enableKeyRotation, policy }, context) {
		const kms = clientOf(context, KMSClient);
		const { KeyMetadata } = await kms.send(
			new CreateKeyCommand({ MultiRegion: multiRegion, Policy: policy }),
		);
		const made = known(KeyMetadata?.KeyId ?? "", context.region);
		if (enableKeyRotation)
			await kms.send(new EnableKeyRotationCommand({ KeyId: made.id }));
		return made;
	},
	async update({ enableKeyRotation, policy }, { id: KeyId }, context) {
		const Command = enableKeyRotation
			? EnableKeyRotationCommand
			: DisableKeyRotationCommand;
		await clientOf(context, KMSClient).send(new Command({ KeyId }));
		if (policy) await putPolicy(KeyId, policy, context);
		return known(KeyId, context.region);
	},
	async read({ id: KeyId }, context) {
		if (!(await isThere(KeyId, context))) return undefined;
		const { KeyRotationEnabled } = await clientOf(context, KMSClient).send(
			new GetKeyRotationStatusCommand({ KeyId }),
		);
		const policy = await policyOf(KeyId, context);
		return { inputs: { enableKeyRotation: KeyRotationEnabled, policy } };
	},
	delete: ({ id }, context) => remove(id, context),
});

export const replicaKey = handler({
	inputs: z.object({ primaryKeyArn: z.string(), policy: jsonText.optional() }),
	noEffect: ["deletionWindowInDays"],
	replaceOn: ["primaryKeyArn"],
	async create({ primaryKeyArn, policy }, { clients, region }) {
		const [, , , home = region] = primaryKeyArn.split(":");
		const { ReplicaKeyMetadata } = await clients.get(KMSClient, home).send(
			new ReplicateKeyCommand({
				KeyId: primaryKeyArn,
				ReplicaRegion: region,
				Policy: policy,
			}),
		);
		return known(ReplicaKeyMetadata?.KeyId ?? "", region);
	},
	async update({ policy }, { id }, context) {
		if (policy) await putPolicy(id, policy, context);
		return known(id, context.region);
	},
	async read({ id }, context) {
		if (!(await isThere(id, context))) return undefined;
		return { inputs: { policy: await policyOf(id, context) } };
	},
	delete: ({ id }, context) => remove(id, context),
});

export const alias = handler({
	inputs: z.object({ name: z.string(), targetKeyId: z.string() }),
	namedBy: "name",
	replaceOn: ["name"],
	async create({ name, targetKeyId }, context) {
		await clientOf(context, KMSClient).send(
			new CreateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }),
		);
		return { id: name, outputs: {} };
	},
	async update({ name, targetKeyId }, _before, context) {
		await clientOf(context, KMSClient).send(
			new UpdateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }),
		);
		return { id: name, outputs: {} };
	},
	async read({ id, inputs: { targetKeyId } }, context) {
		const { KeyMetadata } = await clientOf(context, KMSClient).send(
			new DescribeKeyCommand({ KeyId: id }),
		);
		// The program may have said either.
		const { KeyId, Arn } = KeyMetadata ?? {};
		return { inputs: { targetKeyId: targetKeyId === Arn ? Arn : KeyId } };
	},
	async delete({ id }, context) {
		const kms = clientOf(context, KMSClient);
		await kms.send(new DeleteAliasCommand({ AliasName: id }));
	},
});

function known(id: string, region: string) {
	const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
	return { id, outputs: { keyId: id, arn } };
}

/** One that is to be deleted is as good as gone. */
async function isThere(KeyId: string, context: Context): Promise<boolean> {
	const { KeyMetadata } = await clientOf(context, KMSClient).send(
		new DescribeKeyCommand({ KeyId }),
	);
	return !KeyMetadata?.KeyState?.startsWith("Pending");
}

async function policyOf(KeyId: string, context: Context) {
	const { Policy } = await clientOf(context, KMSClient).send(
		new GetKeyPolicyCommand({ KeyId }),
	);
	return Policy;
}

async function putPolicy(KeyId: string, Policy: string, context: Context) {
	await clientOf(context, KMSClient).send(
		new PutKeyPolicyCommand({ KeyId, Policy }),
	);
}

async function remove(id: string, context: Context): Promise<void> {
	await clientOf(context, KMSClient).send(
		new ScheduleKeyDeletionCommand({
			KeyId: id,
			PendingWindowInDays: deletionWindow,
		}),
	);
}
