import { randomBytes } from "node:crypto";
import {
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	ReplicateSecretToRegionsCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { type Context, clientOf } from "./context";
import { handler } from "./handler";

export const secret = handler({
	inputs: z.object({
		name: z.string(),
		replicas: z.array(z.object({ region: z.string() })).default([]),
	}),
	noEffect: ["recoveryWindowInDays", "kmsKeyId", "forceOverwriteReplicaSecret"],
	namedBy: "name",
	replaceOn: ["name"],
	async create({ name, replicas }, context) {
		const secrets = clientOf(context, SecretsManagerClient);
		const { ARN } = await secrets.send(
			new CreateSecretCommand({ Name: name, SecretString: generated() }),
		);
		await replicate(name, replicas, context);
		return { id: ARN ?? name, outputs: { arn: ARN } };
	},
	// A region that is taken away keeps its replica: the emulator cannot remove one.
	async update({ replicas }, { id, inputs: before }, context) {
		const had = before.replicas.map(({ region }) => region);
		const added = replicas.filter(({ region }) => !had.includes(region));
		await replicate(id, added, context);
		return { id, outputs: { arn: id } };
	},
	async read({ id }, context) {
		const secrets = clientOf(context, SecretsManagerClient);
		await secrets.send(new DescribeSecretCommand({ SecretId: id }));
		return {};
	},
	async delete({ id }, context) {
		await clientOf(context, SecretsManagerClient).send(
			new DeleteSecretCommand({
				SecretId: id,
				ForceDeleteWithoutRecovery: true,
			}),
		);
	},
});

async function replicate(
	secret: string,
	replicas: { region: string }[],
	context: Context,
): Promise<void> {
	if (replicas.length === 0) return;
	await clientOf(context, SecretsManagerClient).send(
		new ReplicateSecretToRegionsCommand({
			SecretId: secret,
			AddReplicaRegions: replicas.map(({ region }) => ({ Region: region })),
		}),
	);
}

/** In AWS somebody puts a value there; here nobody would. In the form of a signing secret, which is as good a key. */
function generated(): string {
	return `whsec_${randomBytes(32).toString("base64")}`;
}
