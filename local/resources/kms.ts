import {
	CreateAliasCommand,
	CreateKeyCommand,
	DeleteAliasCommand,
	EnableKeyRotationCommand,
	KMSClient,
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
	// Its policy and its rotation change nothing here.
	update: async (_inputs, { id }, { region }) => known(id, region),
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
	update: async (_inputs, { id }, { region }) => known(id, region),
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
	async delete({ id }, context) {
		const kms = clientOf(context, KMSClient);
		await kms.send(new DeleteAliasCommand({ AliasName: id }));
	},
});

function known(id: string, region: string) {
	const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
	return { id, outputs: { keyId: id, arn } };
}

async function remove(id: string, context: Context): Promise<void> {
	await clientOf(context, KMSClient).send(
		new ScheduleKeyDeletionCommand({
			KeyId: id,
			PendingWindowInDays: deletionWindow,
		}),
	);
}
