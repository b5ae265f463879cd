import { randomBytes } from "node:crypto";
import {
	CreateSecretCommand,
	DeleteSecretCommand,
	ReplicateSecretToRegionsCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { clientOf } from "./context";
import { handler } from "./handler";

export const secret = handler({
	inputs: z.object({
		name: z.string(),
		replicas: z.array(z.object({ region: z.string() })).default([]),
	}),
	noEffect: ["recoveryWindowInDays", "kmsKeyId", "forceOverwriteReplicaSecret"],
	namedBy: "name",
	async create({ name, replicas }, context) {
		const secrets = clientOf(context, SecretsManagerClient);
		const { ARN } = await secrets.send(
			new CreateSecretCommand({ Name: name, SecretString: generated() }),
		);
		if (replicas.length > 0)
			await secrets.send(
				new ReplicateSecretToRegionsCommand({
					SecretId: name,
					AddReplicaRegions: replicas.map(({ region }) => ({ Region: region })),
				}),
			);
		return { id: ARN ?? name, outputs: { arn: ARN } };
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

/** In AWS somebody puts a value there; here nobody would. In the form of a signing secret, which is as good a key. */
function generated(): string {
	return `whsec_${randomBytes(32).toString("base64")}`;
}
